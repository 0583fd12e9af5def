"""Log lines on their way to the host, each with the attempt whose code it came from; and the logger of all contexts."""

import time
from typing import Any, Dict, Optional

from motia_worker.attempt import Attempt, current_attempt
from motia_worker.channel import Channel
from motia_worker.json_text import encode_fields, quote
from motia_worker.plain import text_of


class LogSink:
    """:param under_way: the attempts that have not ended, by number"""

    def __init__(self, channel: Channel, under_way: Dict[int, Attempt]) -> None:
        self._channel = channel
        self._under_way = under_way

    def tell(self, level: str, message: str, source: str, fields: str = "", attempt: Optional[Attempt] = None) -> None:
        """:param source: ``logger``, or ``print`` for what a step printed :param fields: JSON text of an object"""
        if attempt is None:
            attempt = current_attempt.get()
        if not message.isascii():
            # Half of a surrogate pair is no text anywhere else.
            message = message.encode("utf-8", "replace").decode("utf-8")
        self._channel.send_log(
            '{"t":"log",%s"at":%d,"level":"%s","message":%s,"source":"%s"%s}'
            % (
                self._origin(attempt),
                time.time() * 1000,
                level,
                quote(message),
                source,
                ',"fields":' + fields if fields else "",
            )
        )

    def _origin(self, attempt: Optional[Attempt]) -> str:
        if attempt is None:
            return ""
        if attempt.n in self._under_way:
            return '"n":%d,' % attempt.n
        facts = attempt.facts
        return '"of":{"runId":%s,"traceId":%s,"stepId":%s,"attempt":%d},' % (
            quote(facts["runId"]),
            quote(facts["traceId"]),
            quote(facts["stepId"]),
            facts["attempt"],
        )


class SinkLogger:
    """``ctx.logger`` and the importable ``logger``: fields as a dict, as keywords, or both. Never raises."""

    def __init__(self, sink: LogSink) -> None:
        self._sink = sink

    def debug(self, message: object, fields: Any = None, **more: Any) -> None:
        self._log("debug", message, fields, more)

    def info(self, message: object, fields: Any = None, **more: Any) -> None:
        self._log("info", message, fields, more)

    def warn(self, message: object, fields: Any = None, **more: Any) -> None:
        self._log("warn", message, fields, more)

    warning = warn

    def error(self, message: object, fields: Any = None, **more: Any) -> None:
        self._log("error", message, fields, more)

    def _log(self, level: str, message: object, fields: Any, more: Dict[str, Any]) -> None:
        if more:
            fields = (
                {**fields, **more}
                if isinstance(fields, dict)
                else more
                if fields is None
                else {"value": fields, **more}
            )
        text = message if isinstance(message, str) else text_of(message)
        self._sink.tell(level, text, "logger", "" if fields is None else encode_fields(fields))
