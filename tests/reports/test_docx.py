"""整改通知书.docx: layout of GB/T 9704, wording from a file, filled from the run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Mm

from auditor.errors import ConfigError
from auditor.model.run import RenderOptions, RunResult
from reports.docx_notice import RENDERER
from tests.reports.synthetic import synthetic_run


def opened(result: RunResult, folder: Path, unit: str = "", template: str = "") -> DocumentType:
    path = folder / RENDERER.filename
    RENDERER.render(result, path, RenderOptions(unit=unit, template=template))
    return Document(str(path))


def text_of(document: DocumentType) -> str:
    return "\n".join(p.text for p in document.paragraphs)


def fonts_of(document: DocumentType) -> dict[str, str]:
    """Return the Chinese font of each paragraph's first run by the paragraph's text."""
    firsts = (
        (p.text, p.runs[0]._element.xpath("string(w:rPr/w:rFonts/@w:eastAsia)")) for p in document.paragraphs if p.runs
    )
    return {text: str(font) for text, font in firsts}


def test_margins_fonts_and_sizes_are_those_of_the_standard(tmp_path: Path) -> None:
    document = opened(synthetic_run(20), tmp_path)
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(m.mm) for m in margins if m is not None] == [37, 35, 28, 26]
    assert section.page_width is not None
    assert abs(section.page_width - Mm(210)) < Mm(1)
    fonts = fonts_of(document)
    assert fonts["关于限期整改政务公开问题的通知"] == "方正小标宋简体"
    assert fonts["一、检查情况"] == "黑体"
    assert next(font for text, font in fonts.items() if text.startswith("（一）")) == "楷体_GB2312"
    assert next(font for text, font in fonts.items() if text.startswith("依据国家")) == "仿宋_GB2312"
    body = next(p for p in document.paragraphs if p.text.startswith("依据国家"))
    assert body.runs[0].font.size is not None
    assert body.runs[0].font.size.pt == 16


def test_the_table_lists_the_grave_findings_and_repeats_its_header(tmp_path: Path) -> None:
    result = synthetic_run(30)
    table = opened(result, tmp_path).tables[0]
    grave = [f for f in result.findings if f.severity.value in ("veto", "major")]
    assert len(table.rows) == len(grave) + 1
    assert {row.cells[2].text for row in table.rows[1:]} <= {
        u for f in grave for u in (f.subject.key, f.evidence[0].url)
    }
    assert table.rows[0]._tr.trPr is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_numbers_are_those_of_the_run(tmp_path: Path) -> None:
    result = synthetic_run(30)
    formal = [f for f in result.findings if not f.preview]
    text = text_of(opened(result, tmp_path))
    assert f"发现需要整改的问题{len(formal)}个" in text
    assert "2024年3月15日" in text
    assert "附件：整改台账" in text
    assert "${" not in text


def test_a_unit_is_addressed_by_name(tmp_path: Path) -> None:
    document = opened(synthetic_run(30), tmp_path, unit="法规处")
    assert "法规处：" in text_of(document)
    assert {row.cells[3].text for row in document.tables[0].rows[1:]} == {"法规处"}


def test_an_incomplete_run_demands_nothing(tmp_path: Path) -> None:
    document = opened(synthetic_run(0, history=False, complete=False), tmp_path)
    assert not document.tables
    assert "不作为整改依据" in text_of(document)


def test_a_clean_run_says_so(tmp_path: Path) -> None:
    assert "未发现需要整改的问题" in text_of(opened(synthetic_run(0), tmp_path))


def test_an_office_changes_the_wording_in_a_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('title = "关于${site}整改的函"\nattachments = ["台账", "清单"]\n', encoding="utf-8")
    text = text_of(opened(synthetic_run(5), tmp_path, template=str(own)))
    assert "关于示例市林业和园林局整改的函" in text
    assert "附件：1．台账" in text
    assert "三、整改要求" in text, "what a template leaves out stays as it was"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('titel = "x"', "titel"),
        ("title = 3", "title"),
        ('title = "${nobody}"', "nobody"),
        ('title = "5$"', r"\$\$"),
        ('severities = ["grave"]', "grave"),
        ('[[sections]]\nheading = "一"', r"sections\[0\]"),
        ("max_rows = 0", "max_rows"),
        ("title = ", "own.toml"),
    ],
)
def test_a_faulty_template_is_named(content: str, told: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=told):
        opened(synthetic_run(5), tmp_path, template=str(own))
    assert not (tmp_path / RENDERER.filename).exists()


def test_hostile_texts_give_a_document_that_opens(tmp_path: Path) -> None:
    document = opened(synthetic_run(60, hostile=True), tmp_path)
    cells = [c.text for row in document.tables[0].rows for c in row.cells]
    assert max(map(len, cells)) <= 300
    assert not any("\x07" in c or "\u202e" in c for c in cells)


@pytest.mark.office
def test_libreoffice_opens_it_as_a4_pages(tmp_path: Path) -> None:
    office, info = shutil.which("soffice"), shutil.which("pdfinfo")
    if not office or not info:
        pytest.skip("needs LibreOffice writer and poppler-utils")
    opened(synthetic_run(20, hostile=True), tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / RENDERER.filename)], check=True, capture_output=True, timeout=120)
    pdf = tmp_path / RENDERER.filename.replace(".docx", ".pdf")
    shown = subprocess.run([info, str(pdf)], check=True, capture_output=True, text=True, timeout=30).stdout
    assert "A4" in shown
