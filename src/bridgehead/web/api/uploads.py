"""A file over the interface is judged by the very name that it came with: the framework would cut a path off unsaid, as
it does for old browsers on the pages.
"""

from html import unescape
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser

from bridgehead.documents.evidence import require_name

ADDRESSES = "/api/"
"""Where programs send files."""


class Parser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str | None:
        """Raises BridgeheadError with AC063."""
        require_name(unescape(file_name))
        return super().sanitize_file_name(file_name)


class AsNamed(FileUploadHandler):
    """Stands before the handlers that keep what comes, and keeps nothing itself."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # the framework's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        assert self.request is not None
        if not self.request.path.startswith(ADDRESSES):
            return None
        others = [each for each in self.request.upload_handlers if each is not self]
        return Parser(META, input_data, others, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
