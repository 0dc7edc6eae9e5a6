//! A village reports what it found from a phone, with and without scripts; nothing but words is asked for.

use crate::harness::browser::{Screen, Scripts};

use super::desk::Office;

#[tokio::test]
async fn a_find_is_reported_from_a_phone_without_scripts() {
    let office = Office::open().await;
    let desk = office.desk(Screen::Phone, Scripts::Off).await;
    desk.sits_down("coordinator").await;
    desk.opens("/leads").await;
    desk.presses("上报问题线索").await;
    desk.reads("不要求照片和定位").await;
    desk.page().writes("地点", "一村三组河道南侧").await;
    desk.page().writes("发现的问题", "河道内倾倒建筑垃圾").await;
    desk.page().ticks("已现场制止").await;
    desk.presses("上报").await;
    desk.reads("由党政办确定送给哪个单位").await;
    desk.reads("待移送").await;
    desk.picture("lead-phone").await;
}
