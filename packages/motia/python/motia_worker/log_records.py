"""Python's own ``logging``, and ``warnings``, as log lines of the attempt whose code made the record.

A record is told once, with its level and fields, also if the project has handlers of its own that print it.
"""

import logging
import sys
from typing import Any, Callable, Dict

from motia_worker.json_text import encode_fields
from motia_worker.logs import LogSink
from motia_worker.plain import text_of
from motia_worker.printing import PrintStream

_LEVELS = ((logging.ERROR, "error"), (logging.WARNING, "warn"), (logging.INFO, "info"))
#: What every record has; the rest was given as ``extra``.
_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_TOLD = "_motia_told"


class RecordHandler(logging.Handler):
    """:param trim_trace: an exception's traceback, of the project's frames"""

    def __init__(self, sink: LogSink, trim_trace: Callable[[BaseException], str]) -> None:
        super().__init__(logging.NOTSET)
        self._sink = sink
        self._trim_trace = trim_trace

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, _TOLD, False):
            return
        setattr(record, _TOLD, True)
        try:
            message = record.getMessage().rstrip("\n")  # a warning ends its line
        except BaseException as error:  # arguments that do not fit, the classic
            message = "{} {} ({})".format(text_of(record.msg), text_of(record.args), text_of(error))
        level = next((name for number, name in _LEVELS if record.levelno >= number), "debug")
        fields = self._fields(record)
        self._sink.tell(level, message, "logger", encode_fields(fields) if fields else "")

    def _fields(self, record: logging.LogRecord) -> Dict[str, Any]:
        fields = {key: value for key, value in vars(record).items() if key not in _KNOWN and key != _TOLD}
        if record.name != "root":
            fields.setdefault("logger", record.name)
        if record.exc_info and record.exc_info[1] is not None:
            fields["stack"] = self._trim_trace(record.exc_info[1])
        elif record.stack_info:
            fields["stack"] = record.stack_info
        return fields


def capture_logging(handler: RecordHandler) -> None:
    """Once per process, before the project's code is loaded."""
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    configure, print_record = logging.basicConfig, logging.StreamHandler.emit

    def basic_config(**options: Any) -> None:
        # It does nothing where there is a handler: ours must not be in its way.
        root.removeHandler(handler)
        try:
            configure(**options)
        finally:
            root.addHandler(handler)

    def emit(self: Any, record: logging.LogRecord) -> None:
        if isinstance(self.stream, PrintStream) or self.stream in (sys.__stdout__, sys.__stderr__):
            handler.emit(record)
        else:
            print_record(self, record)

    logging.basicConfig = basic_config
    logging.StreamHandler.emit = emit  # type: ignore[method-assign]
