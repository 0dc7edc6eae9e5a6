//! `dutyflow mail`: what mails look like, and whether they leave.

use anyhow::anyhow;

use super::args::{Mail, MailCommand, MailPreview, MailTest};
use super::out::Out;
use super::{Exit, open};
use crate::service::actor::Actor;
use crate::service::mails::{self, Tested};
use crate::text::fill;
use crate::worker::{KEPT_MAILS, mailer};

pub(super) fn run(args: &Mail, out: &Out) -> anyhow::Result<Exit> {
    match &args.command {
        MailCommand::Preview(args) => open::block_on(preview(args, out)),
        MailCommand::Test(args) => open::block_on(test(args, out)),
    }
}

async fn preview(args: &MailPreview, out: &Out) -> anyhow::Result<Exit> {
    let config = open::config(&args.place)?;
    let all = mails::samples(open::now(), Actor::Console, &mailer(&config)?, out.t.language)?;
    let Some(kind) = &args.kind else {
        let rows: Vec<Vec<String>> =
            all.iter().map(|sample| vec![sample.code.to_owned(), sample.words.subject.as_str().to_owned()]).collect();
        out.table(&[out.t.cli.mail_col_kind, out.t.cli.mail_col_subject], &rows)?;
        return Ok(Exit::Done);
    };
    let mut found = all.iter().filter(|sample| sample.code == kind.as_str()).peekable();
    if found.peek().is_none() {
        return Err(anyhow!(fill(out.t.cli.mail_unknown_kind, &[("kind", kind)])));
    }
    for sample in found {
        if args.html {
            out.line(&sample.words.html)?;
        } else {
            out.line(format_args!("{}\n\n{}", sample.words.subject.as_str(), sample.words.text))?;
        }
    }
    Ok(Exit::Done)
}

async fn test(args: &MailTest, out: &Out) -> anyhow::Result<Exit> {
    let config = open::config(&args.place)?;
    let tools = open::tools(&args.place, out).await?;
    let tested = mails::test(&tools, Actor::Console, &mailer(&config)?, &args.address, out.t.language).await?;
    tools.store.close().await?;
    match tested {
        Tested::Sent => out.line(out.t.cli.mail_sent)?,
        Tested::Kept(file) => {
            let file = config.database.data_dir.join(KEPT_MAILS).join(file);
            out.line(fill(out.t.cli.mail_kept, &[("file", &file.display())]))?;
        }
        Tested::Failed(reason) => return Err(anyhow!(fill(out.t.cli.mail_failed, &[("reason", &reason)]))),
    }
    Ok(Exit::Done)
}
