"""Everything that can go wrong, in one tree; each says what the person can do.

    JianbaoError
    ├── InputError            a file that cannot become a bulletin
    │   ├── UnreadableFile    cannot be opened, or is no regular file
    │   ├── EmptyFile
    │   ├── FileTooLarge
    │   ├── NotText           binary, or a format there is no reader for
    │   ├── BrokenEncoding
    │   ├── WorkerDied        reading it crashed, or ran out of memory
    │   ├── ReadingTooLong    reading it took more time than it may
    │   └── NoBulletin        text, but no bulletin in it
    ├── QueryError            a query or filter that cannot be read
    ├── NotFound              an id or name that the workspace does not hold
    ├── AmbiguousName         a name that several entities bear
    ├── Forbidden             something that the one who asks may not do
    ├── CorrectionRefused     a correction that makes no sense as it was asked for
    ├── BackupRefused         no sound backup, or no place to put it into
    ├── Unwritable            a file that was to be written cannot be
    ├── ConfigurationError    a setting that cannot be understood
    ├── SearchUnavailable     the full-text index does not answer
    └── WorkspaceError
        ├── WorkspaceBusy     another process is writing
        ├── StoreUnavailable  the database server does not answer
        ├── WorkspaceReadOnly served to be read, not to be changed
        └── WorkspaceDamaged  store or index cannot be read
"""


class JianbaoError(Exception):
    """Root of the tree. `reason` says what is wrong, `remedy` what the person can do."""

    remedy = "请把这条信息报告给维护者。"

    def __init__(self, reason: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
        self.remedy = remedy or type(self).remedy

    def __str__(self) -> str:
        return f"{self.place}：{self.reason}" if self.place else self.reason


class InputError(JianbaoError):
    """A file that cannot become a bulletin; the rest of the batch goes on."""

    remedy = "请检查该文件；其余文件不受影响。"


class UnreadableFile(InputError):
    """The path cannot be opened, or is not a regular file."""

    remedy = "请检查路径和读取权限。"


class EmptyFile(InputError):
    """No byte, or nothing but white space."""

    remedy = "请重新导出或下载该文件。"


class FileTooLarge(InputError):
    """Larger than the limit in the settings."""

    remedy = "请拆分该文件，或提高设置项 max_file_bytes。"


class NotText(InputError):
    """Binary content, or a format that no reader is registered for."""

    remedy = "请先另存为纯文本（.txt，UTF-8）。"


class BrokenEncoding(InputError):
    """Bytes that are neither UTF-8 nor GB18030 text."""

    remedy = "请用 UTF-8 编码重新保存。"


class WorkerDied(InputError):
    """The process that read the file crashed, or ran out of memory."""

    remedy = "该文件可能已损坏或经过伪装；请重新导出，或另存为纯文本再收录。"


class ReadingTooLong(InputError):
    """The file was not read within the time that the settings allow."""

    remedy = "请拆分该文件，或提高设置项 max_read_seconds。"


class NoBulletin(InputError):
    """Readable text in which no masthead, section, title or attribution was found."""

    remedy = "请确认这是一期简报或一篇简报文章；可用 jianbao show 查看样例。"


class QueryError(JianbaoError):
    """A query or a filter that cannot be read. `position` counts characters from 0."""

    remedy = "请缩短或修改检索式。"

    def __init__(self, reason: str, *, position: int | None = None, place: str = "") -> None:
        super().__init__(reason, place=place)
        self.position = position


class NotFound(JianbaoError):
    """An id, a name or a page that the workspace does not hold."""

    remedy = "请从首页检索，或核对编号。"


class AmbiguousName(JianbaoError):
    """A name that several entities bear; the message lists their ids."""

    remedy = "请改用编号。"


class Forbidden(JianbaoError):
    """Something that the one who asks may not do."""

    remedy = "请在本机用 127.0.0.1 打开本站。"


class LoginRequired(JianbaoError):
    """Only somebody who has signed in may see this."""

    remedy = "请先登录。"


class LoginRefused(JianbaoError):
    """Signing in did not succeed."""

    remedy = "请核对名称和密码；忘记密码时请找管理员。"


class BadName(JianbaoError):
    """A name for something new that is no good, or is taken."""

    remedy = "请换一个名称。"


class CorrectionRefused(JianbaoError):
    """A correction that makes no sense as it was asked for."""

    remedy = "请核对后重新填写。"


class Unwritable(JianbaoError):
    """A file that a command was to write cannot be written."""

    remedy = "请检查文件夹、权限和剩余空间，或用 --output 另指一处。"


class ConfigurationError(JianbaoError):
    """A setting that cannot be understood."""

    remedy = "请核对设置项（环境变量 JIANBAO_…）。"


class SearchUnavailable(JianbaoError):
    """The full-text index does not answer; what is stored is whole, and can be read."""

    remedy = "已收录的内容不受影响，仍可阅读。请稍后再试；若仍不行，请管理员检查检索集群（设置项 search_engine）。"


class WorkspaceError(JianbaoError):
    """The data folder cannot be used."""

    remedy = "请检查数据目录（--data）。"


class DiskFull(WorkspaceError):
    """There is no room left for the data folder. What was taken in before is whole."""

    remedy = "请腾出空间后重新执行同一命令，会从中断处继续，已收录的不会丢失。"


class WorkspaceBusy(WorkspaceError):
    """Another process is writing to the workspace."""

    remedy = "请等另一个任务结束后重试。"


class WorkspaceReadOnly(WorkspaceError):
    """The data folder was opened to be read alone."""

    remedy = "请在收录数据的那台机器上更改；这里提供的是只读副本。"


class StoreUnavailable(WorkspaceError):
    """The database server does not answer."""

    remedy = "请稍后再试；若仍不行，请管理员检查数据库服务器（数据目录中的 store.txt 写有其地址）。"


class WorkspaceDamaged(WorkspaceError):
    """Store or index cannot be read, or was written by a newer version."""

    remedy = "请运行 jianbao rebuild；若仍失败，请恢复备份。"


class BackupRefused(JianbaoError):
    """A file that is no sound backup, or a place that none can be put into."""

    remedy = "请核对文件和目录。"
