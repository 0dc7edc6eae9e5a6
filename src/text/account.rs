//! Texts: log-in, password, language, tokens, and the pages that say why a request was not carried out.

use super::texts;

texts! {
    /// Log-in, password, language, tokens, error pages.
    pub struct Account {
        log_in_title: "登录", "Log in";
        log_in_lead: "用登录名或手机号登录。忘记密码请联系本单位的管理员。", "Log in with your name or phone number. If you have forgotten the password, ask your administrator.";
        name: "登录名或手机号", "Log-in name or phone";
        password: "密码", "Password";
        log_in: "登录", "Log in";
        wrong: "登录名或密码不对，请核对后再试。", "The name or the password is not right. Please check and try again.";
        throttled: "连续登录失败次数较多，请 {minutes} 分钟后再试。", "Too many failed attempts. Please try again in {minutes} minutes.";
        deactivated: "这个账户已停用，请联系本单位的管理员。", "This account has been deactivated. Please ask your administrator.";
        no_admin_yet: "系统里还没有人员。请在服务器上运行 dutyflow user add 添加系统管理员。", "There is nobody in the system yet. Please run dutyflow user add on the server to add an administrator.";
        logged_out: "您已退出。", "You have logged out.";

        expired_title: "登录已过期，请重新登录", "Your session has ended. Please log in again";
        expired: "登录已过期。您刚才填写的内容没有丢失，登录后可以继续提交。", "Your session has ended. What you typed is not lost: log in and submit it again.";
        expired_upload: "登录已过期。已选的文件无法保留，登录后请重新选择。", "Your session has ended. The chosen file could not be kept; please choose it again after logging in.";
        expired_too_long: "登录已过期。填写的内容过长，无法保留，请先复制再重新登录。", "Your session has ended. What you typed is too long to be kept; please go back and copy it, then log in.";
        resume_title: "继续提交", "Submit what you typed";
        resume: "您已重新登录。下面是登录过期前填写的内容，确认后继续提交。", "You are logged in again. This is what you typed before the session ended; confirm to submit it.";
        resume_stale: "这个页面打开之后您重新登录过，所以还没有提交。下面是您填写的内容，确认后继续提交。", "You logged in again after opening this page, so it was not submitted. This is what you typed; confirm to submit it.";
        resume_submit: "继续提交", "Submit";
        resume_drop: "不提交，返回首页", "Do not submit, go to the first page";

        password_title: "修改密码", "Change password";
        password_first: "这是一次性密码。请先设置自己的密码，再开始使用。", "This is a one-time password. Please set your own before you start.";
        password_current: "当前密码", "Current password";
        password_new: "新密码", "New password";
        password_again: "再输一遍新密码", "New password once more";
        password_rule: "至少 {min} 个字符，不能与登录名或手机号相同。可以用一句容易记的话。", "At least {min} characters, and not your log-in name or phone number. A sentence that is easy to remember is fine.";
        password_short: "密码太短，至少 {min} 个字符", "Too short: at least {min} characters";
        password_long: "密码太长，最多 {max} 个字符", "Too long: at most {max} characters";
        password_is_name: "密码不能与登录名或手机号相同", "The password must not be your log-in name or phone number";
        password_same: "新密码不能与当前密码相同", "The new password must differ from the current one";
        password_differs: "两次输入的新密码不一样", "The two new passwords are not the same";
        password_wrong: "当前密码不对", "The current password is not right";
        password_changed: "密码已修改，其他设备上的登录已退出。", "The password has been changed; other devices have been logged out.";

        language: "语言", "Language";

        tokens_title: "接口令牌", "API tokens";
        tokens_lead: "供脚本和其他系统以您的名义调用接口。令牌等同于密码：只显示一次，不要发给别人，不用时请撤销。", "For scripts and other systems that call the API in your name. A token is as good as a password: it is shown once; do not pass it on, and revoke it when it is no longer used.";
        tokens_empty: "还没有令牌", "No tokens yet";
        tokens_empty_what: "需要让脚本或其他系统调用接口时，在下面新建一个。", "Make one below when a script or another system is to call the API.";
        tokens_new: "新建令牌", "New token";
        tokens_name: "用途", "What it is for";
        tokens_name_hint: "例如：台账同步脚本", "For example: ledger script";
        tokens_until: "有效期", "Valid for";
        tokens_days: "{days} 天", "{days} days";
        tokens_create: "生成令牌", "Make the token";
        tokens_made: "令牌已生成。请立即复制保存，离开本页后不再显示：", "The token has been made. Copy it now, it will not be shown again:";
        tokens_created: "建立时间", "Made";
        tokens_expires: "到期时间", "Expires";
        tokens_state_active: "有效", "Valid";
        tokens_state_expired: "已到期", "Expired";
        tokens_state_revoked: "已撤销", "Revoked";
        tokens_revoke: "撤销", "Revoke";
        tokens_revoked: "令牌已撤销。", "The token has been revoked.";

        error_400: "请求有误", "The request is not right";
        error_400_what: "浏览器发来的内容不完整或格式不对。请返回上一页，刷新后再试。", "What the browser sent is incomplete or malformed. Please go back, reload the page and try again.";
        error_403: "没有权限", "Not permitted";
        error_403_what: "您的岗位不办理这项工作。如有需要，请联系本单位的管理员调整岗位。", "Your role does not do this. If you need it, ask your administrator to change your role.";
        error_not_done: "没有执行", "It was not done";
        error_403_origin: "这次提交不是从本系统的页面发出的，没有执行。请回到本系统的页面再操作一次。", "This was not submitted from a page of this system and was not carried out. Please go back to the page and do it again.";
        error_403_csrf: "页面已过期，这次提交没有执行。请返回上一页，刷新后再提交。", "The page is out of date and this was not carried out. Please go back, reload the page and submit again.";
        error_404: "没有找到", "Not found";
        error_404_what: "地址不对，或者这项内容不在您的工作范围内。可以从上面的栏目重新进入。", "The address is wrong, or this is not part of your work. Please start again from the sections above.";
        error_405: "不能这样打开", "It cannot be opened this way";
        error_405_what: "这个地址只接受页面上的按钮操作。请从上面的栏目重新进入。", "This address is only for buttons on a page. Please start again from the sections above.";
        error_409: "刚刚有变化", "It has just changed";
        error_409_what: "在您操作之前，别人已经办理了这一项。您的操作没有执行，请查看最新情况后再决定。", "Somebody else dealt with this before you. Your action was not carried out; please look at the present state and decide again.";
        error_413: "内容过大", "Too large";
        error_413_what: "文件或填写的内容超过了允许的大小，没有保存。请减小后再提交。", "The file or the text is larger than allowed and was not saved. Please make it smaller and submit again.";
        error_422: "内容不能接受", "It cannot be accepted";
        error_422_what: "填写的内容不符合要求，没有保存。请返回上一页改正后再提交。", "What was entered does not fit and was not saved. Please go back, correct it and submit again.";
        error_429: "操作太频繁", "Too many requests";
        error_429_what: "请稍等几分钟再试。", "Please wait a few minutes and try again.";
        error_500: "系统出错了", "Something went wrong";
        error_500_what: "这次操作没有完成，已保存的内容不受影响。请稍后再试；如果一直这样，请把编号 {id} 告诉系统管理员。", "This was not completed; what was saved before is safe. Please try again later; if it persists, give the number {id} to your administrator.";
        error_503: "暂时忙不过来", "Too busy at the moment";
        error_503_what: "系统暂时没有在规定时间内完成，请稍后再试。", "The system did not finish in time. Please try again in a moment.";
        error_home: "回到首页", "To the first page";
        error_again: "刷新再看", "Look again";

        mails_title: "邮件设置", "Mail settings";
        mails_lead: "不需要的邮件可以在这里关闭。关闭后，这些内容仍在您的页面上，不会漏掉。", "Switch off the mails that you do not need. What they say still stands on your pages; nothing is lost.";
        mails_topics: "接收以下邮件", "Send me mails about";
        mails_hint: "紧急事项（灾害、重大隐患、疫情、火情、预警）的邮件不受这里的设置影响。", "Mails on urgent matters (disasters, major hazards, epidemics, fire, warnings) are sent all the same.";
        mails_saved: "邮件设置已保存。", "Your mail settings are saved.";
        topic_digest: "今日待办（每个工作日早上一封，没有内容时不发）", "Today's list (one mail in the morning, only when it has a line)";
        topic_assigned: "新任务", "New tasks";
        topic_handed_off: "待签收", "Something to sign for";
        topic_returned: "退回补正", "Returns for correction";
        topic_unsigned: "尚未签收的提醒", "Hand-offs that nobody has signed for";
        topic_lead: "问题线索", "Leads on problems";
        topic_other: "其他通知（人工提醒、协调结果、延期答复等）", "Other notices (reminders by hand, results of coordination, extensions …)";
        topic_weekly: "每周逾期情况（每周第一个工作日早上一封，附表格；默认不发）", "Overdue work, once a week with a workbook (first working morning; off by default)";
    }
}

impl super::Texts {
    /// The name of a topic of mails.
    #[must_use]
    pub fn topic(&self, topic: ::workflow::topic::Topic) -> &'static str {
        use ::workflow::topic::Topic;
        let a = &self.account;
        match topic {
            Topic::Digest => a.topic_digest,
            Topic::Assigned => a.topic_assigned,
            Topic::HandedOff => a.topic_handed_off,
            Topic::Returned => a.topic_returned,
            Topic::Unsigned => a.topic_unsigned,
            Topic::Lead => a.topic_lead,
            Topic::Weekly => a.topic_weekly,
            Topic::Other => a.topic_other,
        }
    }
}
