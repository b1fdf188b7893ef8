"""Where links and pictures of course files lead on the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from lms import markdown
from lms.catalog.files import Files, file_hash
from lms.catalog.pictures import picture_facts
from lms.catalog.tree import Block
from lms.markdown import Picture, Prose


@dataclass(frozen=True, slots=True)
class Page:
    """A file's page. `kind`: module, quiz, aid, scenario, job."""

    kind: str
    address: str


Pages = Mapping[str, Page]
"""The pages of a package by the path of the file they come from."""


def module_page(course: str, module: str) -> Page:
    return Page("module", f"/courses/{course}/{module}")


def quiz_page(course: str, module: str) -> Page:
    return Page("quiz", f"/courses/{course}/{module}/quiz")


def aid_page(aid: str) -> Page:
    return Page("aid", f"/aids/{aid}")


def scenario_page(scenario: str) -> Page:
    return Page("scenario", f"/scenarios/{scenario}")


def job_page(job: str) -> Page:
    return Page("job", f"/jobs/{job}")


def is_outside(address: str) -> bool:
    """An address with a scheme or a host: it does not stay within the package."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) or address.startswith(("//", "\\"))


def target_of(file: str, address: str) -> tuple[str, str]:
    """The path within the package that a link of a file means, and what follows its `#`.

    A path that climbs out of the package begins with `..`.
    """
    path, _, anchor = unquote(address).partition("#")
    return (normpath(join(dirname(file), path)) if path else file), anchor


class Renderer:
    """Renders the blocks of one file with the addresses of the site."""

    def __init__(self, file: str, pages: Pages, files: Files) -> None:
        self._file, self._pages, self._files = file, pages, files

    def prose(self, blocks: list[Block]) -> Prose:
        return self.tokens([token for block in blocks for token in block.tokens])

    def tokens(self, tokens: list[Token]) -> Prose:
        if not tokens:
            return Prose()
        return markdown.prose(tokens, address=self.address, picture=self.picture)

    def line(self, words: list[Token]) -> Prose:
        return markdown.line(words, address=self.address)

    def page(self, address: str) -> Page | None:
        """The page a link within the package leads to."""
        if is_outside(address):
            return None
        return self._pages.get(target_of(self._file, address)[0])

    def address(self, address: str) -> str | None:
        if is_outside(address):
            return markdown.outside_address(address)
        path, anchor = target_of(self._file, address)
        page = self._pages.get(path)
        if page is None:
            return None
        ending = f"#part-{anchor}" if anchor else ""
        return ending if ending and path == self._file else page.address + ending

    def picture(self, address: str) -> Picture | None:
        """The picture's own hash stands in its address: it may be kept for ever."""
        if is_outside(address):
            return None
        path, _ = target_of(self._file, address)
        content = self._files.get(path)
        facts = picture_facts(content) if content is not None else None
        if facts is None or content is None:
            return None
        course, name = path.split("/")[0], path.rsplit("/", 1)[-1]
        return Picture(
            address=f"/courses/{course}/images/{name}?of={file_hash(path, content)[:16]}",
            width=facts.width,
            height=facts.height,
        )
