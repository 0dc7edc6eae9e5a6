//! The rules hold elsewhere: clauses as other counties, cities, districts and banners write them, each with the reading that a careful clerk gives it.
//! None is taken from a published list.
#![allow(clippy::unwrap_used, clippy::panic)]

use duty_list::{Duty, HandKind, Nature, read};

/// The place and the departments of a duty.
#[derive(Clone, Copy)]
struct Home {
    county: &'static str,
    town: &'static str,
    departments: &'static str,
}

const DISTRICT: Home = Home {
    county: "青山区", town: "城关街道", departments: "青山区民政局、青山区住房和城乡建设局、青山区城市管理局"
};
const DISTRICT_ONE: Home = Home { county: "青山区", town: "城关街道", departments: "青山区退役军人事务局" };
const CITY: Home = Home { county: "云岭市", town: "石桥镇", departments: "云岭市应急管理局" };
const CITY_TWO: Home =
    Home { county: "云岭市", town: "石桥镇", departments: "市人力资源和社会保障局、市医疗保障局" };
const COUNTY: Home = Home { county: "柳河县", town: "大湾乡", departments: "柳河县农业农村局" };
const COUNTY_THREE: Home =
    Home { county: "柳河县", town: "大湾乡", departments: "柳河县林业局、柳河县公安局、柳河县消防救援大队" };
const BANNER: Home = Home { county: "巴音旗", town: "查干苏木", departments: "巴音旗农牧局（乡村振兴局）" };

fn town_clause(home: Home, text: &str) -> duty_list::TownClause {
    let Home { county, town, departments } = home;
    let list = format!(
        "{county}{town}履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责\n1\t一件事\t{departments}\t审核。\t{text}。\n"
    );
    let mut read = read(list.as_bytes()).unwrap();
    assert_eq!(read.county.as_deref(), Some(county));
    let Duty::Cooperative(duty) = read.duties.remove(0) else { panic!("a cooperative duty") };
    let [clause] = <[_; 1]>::try_from(duty.town_clauses).unwrap_or_else(|all| panic!("one clause: {all:?}"));
    clause
}

fn department_waits(home: Home, text: &str) -> bool {
    let Home { county, town, departments } = home;
    let list = format!(
        "{county}{town}履职事项清单\n序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责\n1\t一件事\t{departments}\t{text}。\t初审。\n"
    );
    let Duty::Cooperative(duty) = read(list.as_bytes()).unwrap().duties.remove(0) else { panic!("a cooperative duty") };
    assert_eq!(duty.department_clauses.len(), 1, "{text}");
    duty.department_clauses[0].waits_for_town
}

fn all<T>(cases: &[T], wrong: impl Fn(&T) -> Option<String>) {
    let wrong: Vec<String> = cases.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn hand_offs_and_their_receivers() {
    use HandKind::{Approval, Record, Report, Transfer};
    let cases: &[(Home, &str, &[&str], Option<HandKind>)] = &[
        (DISTRICT, "受理申请并进行初审，报区民政局审批", &["青山区民政局"], Some(Approval)),
        (DISTRICT, "将摸排出的危房清单报送区住建局", &["青山区住房和城乡建设局"], Some(Report)),
        (DISTRICT, "对占道经营行为进行劝导，劝导无效的移交区城管局处理", &["青山区城市管理局"], Some(Transfer)),
        (DISTRICT, "将巡查中发现的问题及时上报相关部门", &["*"], Some(Report)),
        (DISTRICT, "核实低保对象家庭变化情况，并反馈至区民政局", &["青山区民政局"], Some(Report)),
        (DISTRICT, "定期向街道党工委汇报工作进展", &[], None),
        (DISTRICT, "向辖区居民发放宣传资料", &[], None),
        (DISTRICT, "引导商户向区城管局申请办理户外广告许可", &[], None),
        (DISTRICT_ONE, "采集退役军人信息并上报", &["青山区退役军人事务局"], Some(Report)),
        (DISTRICT_ONE, "推荐“最美退役军人”候选人并报区退役军人局审定", &["青山区退役军人事务局"], Some(Approval)),
        (DISTRICT_ONE, "收缴过期证件，统一上交区退役军人局", &["青山区退役军人事务局"], Some(Transfer)),
        (CITY, "制定本镇应急预案，报市应急局备案", &["云岭市应急管理局"], Some(Record)),
        (CITY, "发现重大事故隐患的，立即向市应急局报告", &["云岭市应急管理局"], Some(Report)),
        (CITY, "统计受灾情况，按程序逐级上报", &["云岭市应急管理局"], Some(Report)),
        (CITY, "组织企业开展隐患自查自报", &[], None),
        (CITY, "做好应急物资的登记、保管和使用", &[], None),
        (CITY_TWO, "收集参保登记材料，提交市医保局审核", &["市医疗保障局"], Some(Approval)),
        (CITY_TWO, "对申请人提交的材料进行初审", &[], None),
        (CITY_TWO, "将欠薪线索移送市人社局", &["市人力资源和社会保障局"], Some(Transfer)),
        (CITY_TWO, "张贴公示名单，公示无异议后上报", &["*"], Some(Report)),
        (COUNTY, "组织村集体填报产权信息，汇总后报县农业农村局", &["柳河县农业农村局"], Some(Report)),
        (COUNTY, "配合县农业农村局做好土地确权颁证", &[], None),
        (COUNTY, "指导村民委员会公示补贴名单", &[], None),
        (COUNTY, "组织农户填报种植面积", &[], None),
        (COUNTY, "组织农户填报种植面积，核实后报县农业农村局", &["柳河县农业农村局"], Some(Report)),
        (COUNTY, "将种粮补贴面积核实结果上报县级主管部门", &["柳河县农业农村局"], Some(Report)),
        (COUNTY_THREE, "发现火情第一时间上报县林业局，并组织群众撤离", &["柳河县林业局"], Some(Report)),
        (COUNTY_THREE, "对乱砍滥伐行为予以制止，并将线索移交县公安局、县林业局", &["柳河县公安局", "柳河县林业局"], Some(Transfer)),
        (COUNTY_THREE, "将值班情况报县森林防灭火指挥部办公室", &["县森林防灭火指挥部办公室"], Some(Report)),
        (COUNTY_THREE, "做好举报线索的受理和反馈", &[], None),
        (BANNER, "核实牲畜存栏数量，报旗农牧局", &["巴音旗农牧局（乡村振兴局）"], Some(Report)),
        (BANNER, "将防返贫监测对象名单报旗乡村振兴局审定", &["巴音旗农牧局（乡村振兴局）"], Some(Approval)),
        (BANNER, "组织牧民参加草原保险", &[], None),
        (BANNER, "协助嘎查委员会张贴公告", &[], None),
        (DISTRICT, "配合区民政局开展入户核查，并及时反馈核查结果", &["*"], Some(Report)),
        (DISTRICT, "将初审合格的材料上传系统，提请区民政局审批", &["青山区民政局"], Some(Approval)),
        (DISTRICT, "发现房屋安全隐患立即报告区住建部门", &["青山区住房和城乡建设局"], Some(Report)),
        (DISTRICT, "对拒不整改的，提请区城管局依法查处", &["青山区城市管理局"], Some(Approval)),
        (DISTRICT, "将走访情况记入工作台账", &[], None),
        (DISTRICT, "对房屋征收信息进行统计、上报", &["*"], Some(Report)),
        (DISTRICT, "督促物业企业向区住建局备案", &[], None),
        (DISTRICT, "负责辖区信访事项的登记、转送和答复", &[], None),
        (DISTRICT_ONE, "收集优抚对象年度确认材料，报送区退役军人局复核", &["青山区退役军人事务局"], Some(Approval)),
        (DISTRICT_ONE, "经街道审核盖章后，将申请材料送区退役军人事务局", &["青山区退役军人事务局"], Some(Transfer)),
        (DISTRICT_ONE, "及时将异常情况告知区退役军人事务局", &["青山区退役军人事务局"], Some(Report)),
        (CITY, "每日17时前向市应急局报送值班信息", &["云岭市应急管理局"], Some(Report)),
        (CITY, "按月汇总上报检查情况", &["云岭市应急管理局"], Some(Report)),
        (CITY, "编写年度工作报告", &[], None),
        (CITY, "核对现场情况，提供有关材料", &["云岭市应急管理局"], Some(Report)),
        (CITY, "组织企业提供证明材料", &[], None),
        (CITY, "畅通信息上报渠道", &[], None),
        (CITY_TWO, "初审通过后，报市人社局和市医保局备案", &["市人力资源和社会保障局", "市医疗保障局"], Some(Record)),
        (CITY_TWO, "向市社保中心移交参保档案", &["市社保中心"], Some(Transfer)),
        (CITY_TWO, "将资金发放到申请人账户", &[], None),
        (COUNTY, "提出项目申请，由县农业农村局审批", &["柳河县农业农村局"], Some(Approval)),
        (COUNTY, "审核村级上报的用地申请，签署意见后报县农业农村局", &["柳河县农业农村局"], Some(Report)),
        (COUNTY, "将病死畜禽交由无害化处理厂处置", &[], None),
        (COUNTY_THREE, "一旦发现非法捕猎，立即报警并上报县林业局", &["柳河县林业局"], Some(Report)),
        (COUNTY_THREE, "向县林业局、县公安局报告并协助调查", &["柳河县林业局", "柳河县公安局"], Some(Report)),
        (COUNTY_THREE, "对不属于本乡职权范围的，移送有权机关处理", &["*"], Some(Transfer)),
        (BANNER, "统计受灾牲畜数量，形成报告报旗人民政府", &["旗人民政府"], Some(Report)),
    ];
    all(cases, |(home, text, to, kind)| {
        let clause = town_clause(*home, text);
        (clause.hands_to != *to || clause.hand_kind != *kind).then(|| format!("{text}: {:?} {:?}", clause.hands_to, clause.hand_kind))
    });
}

#[test]
fn natures() {
    use Nature::{OnEvent, Periodic, Requirement, Standing, Step};
    let cases: &[(Home, &str, Nature)] = &[
        (DISTRICT, "受理居民提出的临时救助申请，入户调查后提出初审意见", Step),
        (DISTRICT, "组织召开业主代表会议，选举业主委员会", Step),
        (DISTRICT, "每月对辖区物业小区开展一次检查", Periodic),
        (DISTRICT, "加强垃圾分类宣传，引导居民养成良好习惯", Standing),
        (DISTRICT, "接到居民投诉后，会同社区进行现场调解", OnEvent),
        (DISTRICT, "发现违法建设行为及时制止，并报区城管局", OnEvent),
        (DISTRICT, "做好市容环境卫生日常保洁", Standing),
        (DISTRICT, "配合区住建局对既有住宅加装电梯项目进行联合审查", Step),
        (DISTRICT, "建立流动人口台账，动态掌握底数", Standing),
        (DISTRICT, "严格执行救助资金管理规定，不得截留挪用", Requirement),
        (DISTRICT_ONE, "春节、八一期间走访慰问优抚对象", Periodic),
        (DISTRICT_ONE, "为退役军人家庭悬挂光荣牌", Step),
        (DISTRICT_ONE, "建立健全退役军人服务站工作机制", Standing),
        (DISTRICT_ONE, "遇有退役军人突发困难，及时上门了解情况", OnEvent),
        (CITY, "开展防灾减灾知识宣传", Standing),
        (CITY, "每半年组织一次应急演练", Periodic),
        (CITY, "编制镇级应急预案", Step),
        (CITY, "灾害发生后，组织转移安置受灾群众", OnEvent),
        (CITY, "开展企业安全生产日常巡查", Standing),
        (CITY, "设置应急避难场所标志", Step),
        (CITY, "对巡查发现的隐患督促整改", OnEvent),
        (CITY, "参加市应急局组织的业务培训", Step),
        (CITY_TWO, "按月核对城乡居民医保缴费名单", Periodic),
        (CITY_TWO, "对认定结果进行公示", Step),
        (CITY_TWO, "引导灵活就业人员参加社会保险", Standing),
        (CITY_TWO, "根据审核结果发放就业补贴", Step),
        (CITY_TWO, "统计辖区内企业用工需求并上报", Step),
        (COUNTY, "秋收期间开展秸秆禁烧巡查", Periodic),
        (COUNTY, "动员农户开展病虫害统防统治", Standing),
        (COUNTY, "做好高标准农田建后管护", Standing),
        (COUNTY, "组织农户签订耕地保护责任书", Step),
        (COUNTY, "发生动物疫情时，协助做好隔离、扑杀和消毒", OnEvent),
        (COUNTY, "开展农产品质量安全抽样送检", Step),
        (COUNTY, "协助测绘单位指认地界", Step),
        (COUNTY_THREE, "清明节前后组织护林员蹲点值守", Periodic),
        (COUNTY_THREE, "推进护林队伍建设", Standing),
        (COUNTY_THREE, "调处林木林地权属纠纷", OnEvent),
        (COUNTY_THREE, "落实野外用火审批登记", Standing),
        (BANNER, "组织实施草畜平衡核查，核定载畜量", Step),
        (BANNER, "每年春秋两季配合做好牲畜免疫", Periodic),
        (BANNER, "对禁牧区进行日常管护", Standing),
        (BANNER, "接到疫情通报后立即组织排查", OnEvent),
        (DISTRICT, "拆除经认定的违法建筑", Step),
        (DISTRICT, "为申请人出具居住证明", Step),
        (DISTRICT, "通过入户走访、张贴海报等方式宣传养犬管理条例", Standing),
        (DISTRICT, "制作并张贴限行公告", Step),
        (DISTRICT, "负责背街小巷清扫保洁", Standing),
        (DISTRICT, "寒暑假期间组织青少年开展社会实践", Periodic),
        (DISTRICT, "协调解决物业服务企业与业主之间的矛盾", OnEvent),
        (DISTRICT, "推动老旧小区改造，引导居民参与", Standing),
        (DISTRICT_ONE, "组织优抚对象参加体检", Step),
        (DISTRICT_ONE, "做好退役军人接待和政策咨询服务", Standing),
        (DISTRICT_ONE, "每季度更新一次优抚对象信息", Periodic),
        (CITY, "组建应急救援队伍", Step),
        (CITY, "汛期落实24小时值班值守", Periodic),
        (CITY, "出现险情时组织人员撤离", OnEvent),
        (CITY, "协助开展事故调查", OnEvent),
        (CITY, "完善网格化管理体系", Standing),
        (CITY, "对拒不配合检查的企业，报市应急局处理", OnEvent),
        (CITY_TWO, "采集参保人员信息，录入系统", Step),
        (CITY_TWO, "指导村级便民服务点开展代办服务", Standing),
        (CITY_TWO, "落实一次性告知制度", Standing),
        (COUNTY, "组织种粮大户申报补贴，对面积进行现场核实", Step),
        (COUNTY, "丈量耕地面积", Step),
        (COUNTY, "巩固农村人居环境整治成果", Standing),
        (COUNTY, "按期完成土壤样品采集", Step),
        (COUNTY, "坚持公平公正，接受群众监督", Requirement),
        (COUNTY_THREE, "防火期内设卡检查进山人员", Periodic),
        (COUNTY_THREE, "配合公安机关处置聚众阻挠执法的行为", OnEvent),
        (COUNTY_THREE, "安装防火宣传牌", Step),
        (COUNTY_THREE, "组织清点过火林木", Step),
        (BANNER, "遵循自愿原则，不得强制摊派", Requirement),
    ];
    all(cases, |(home, text, nature)| {
        let found = town_clause(*home, text).nature;
        (found != *nature).then(|| format!("{text}: {found:?} for {nature:?}"))
    });
}

#[test]
fn what_the_town_waits_for() {
    let cases: &[(Home, &str, bool)] = &[
        (DISTRICT, "根据区民政局审批意见，发放救助金", true),
        (DISTRICT, "对区级部门推送的疑似违建图斑进行核查", true),
        (DISTRICT, "按照区住建局制定的改造计划，组织居民签订协议", true),
        (DISTRICT, "办理区城管局转办的投诉件", true),
        (DISTRICT, "按照有关规定做好救助工作", false),
        (DISTRICT, "对居民反映的问题进行核实", false),
        (DISTRICT_ONE, "根据区退役军人局下发的名单悬挂光荣牌", true),
        (DISTRICT_ONE, "根据实际情况调整走访时间", false),
        (CITY, "收到市应急局发布的预警信息后，组织群众转移", true),
        (CITY, "依据市级下达的指标分解任务", true),
        (CITY, "依据法律法规开展检查", false),
        (CITY_TWO, "对市医保局反馈的未参保人员逐户动员", true),
        (CITY_TWO, "协助落实上级交办的欠薪案件", true),
        (COUNTY, "按照县农业农村局下达的任务，落实种植面积", true),
        (COUNTY, "结合本乡实际制定实施方案", false),
        (COUNTY, "对各村上报的面积进行汇总", false),
        (BANNER, "根据旗农牧局核定的载畜量，与牧户签订责任书", true),
        (DISTRICT, "在区住建局的指导下开展排查", false),
        (DISTRICT, "将区民政局配发的救助物资发放到户", true),
        (DISTRICT, "经区民政局审批通过后，张榜公示", true),
        (DISTRICT, "协助区城管局拆除违法建筑", false),
        (DISTRICT, "对社区上报的线索进行核实", false),
        (DISTRICT, "按照上级部门工作部署，开展摸底", true),
        (CITY, "接收市应急局调拨的物资", true),
        (CITY, "按照《安全生产法》要求开展检查", false),
        (CITY, "根据市级检查组反馈的问题，督促企业整改", true),
        (CITY_TWO, "根据群众需求开展培训", false),
        (COUNTY, "落实县农业农村局下发的整改通知", true),
        (COUNTY, "根据农户申请进行核实", false),
    ];
    all(cases, |(home, text, waits)| {
        let clause = town_clause(*home, text);
        (clause.waits_for_department != *waits).then(|| format!("{text}: {:?}", clause.cue_wait))
    });
}

#[test]
fn what_a_department_waits_for() {
    let cases: &[(Home, &str, bool)] = &[
        (DISTRICT_ONE, "对街道报送的申请材料进行复核", true),
        (DISTRICT_ONE, "根据街道初审意见作出审批决定", true),
        (DISTRICT_ONE, "受理街道移交的案件线索并依法查处", true),
        (DISTRICT_ONE, "指导街道做好信息采集上报", false),
        (DISTRICT_ONE, "对街道开展业务培训", false),
        (CITY, "汇总各镇（街道）上报的灾情，上报省应急管理厅", true),
        (CITY, "对镇街上报的重大隐患进行核查处置", true),
        (CITY, "接到乡镇报告后，赶赴现场处置", true),
        (CITY, "组织开展全市安全生产检查", false),
        (COUNTY, "审核各乡镇提交的补贴申报材料", true),
        (COUNTY, "将审核结果反馈给乡镇", false),
        (COUNTY, "会同乡镇开展验收", false),
        (BANNER, "对苏木镇上报的存栏数据进行抽查", true),
        (BANNER, "督促苏木镇及时报送数据", false),
        (DISTRICT_ONE, "对街道初审通过的对象进行资格审定", true),
        (DISTRICT_ONE, "处理街道反映的问题", true),
        (DISTRICT_ONE, "向街道推送疑似对象名单", false),
        (CITY, "复核镇街提交的评估结果", true),
        (CITY, "根据乡镇（街道）申请，组织专家现场核查", true),
        (CITY, "组织镇街开展交叉检查", false),
        (COUNTY, "建立县乡村三级上报机制", false),
        (COUNTY, "对乡镇工作进行考核", false),
    ];
    all(cases, |(home, text, waits)| (department_waits(*home, text) != *waits).then(|| (*text).to_owned()));
}
