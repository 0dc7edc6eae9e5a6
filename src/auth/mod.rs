//! Who it is: passwords, log-in, sessions, tokens, and the protection of forms. What a person may do with one object is not decided here but where
//! the object is loaded.

pub mod address;
pub mod cookie;
pub mod log_in;
pub mod origin;
pub mod password;
pub mod secret;
pub mod session;
pub mod throttle;
pub mod token;

pub use session::SignedIn;
pub use throttle::Throttle;
