"""Pages out of rules, the scaffold of a new rule, and a locality's own package found through entry points."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from auditor.engine import Law, judge
from auditor.errors import UsageError
from auditor.model.rule import Rule
from auditor.registry import as_rule, load_rules, standards_folders
from auditor.rule_docs import page, pages, sections, stale, write
from auditor.scaffold import new_rule
from auditor.standards import select
from tests.case_files import build_site, build_tables, load_cases

ROOT = Path(__file__).parent.parent


def test_shipped_pages_are_fresh() -> None:
    assert stale(ROOT / "docs" / "rules") == (), "run: python -m auditor docs"


def test_stale_missing_and_orphan_pages_are_named(tmp_path: Path) -> None:
    write(tmp_path)
    assert stale(tmp_path) == ()
    first, second = sorted(pages())[:2]
    (tmp_path / first).write_text("old", encoding="utf-8")
    (tmp_path / second).unlink()
    (tmp_path / "ZZZ99.md").write_text("gone", encoding="utf-8")
    assert stale(tmp_path) == tuple(sorted((first, second, "ZZZ99.md")))
    assert write(tmp_path) == tuple(sorted((first, second, "ZZZ99.md")))
    assert stale(tmp_path) == ()


def test_page_gives_manual_clause_and_official_number() -> None:
    rule = next(r for r in load_rules() if r.meta.code == "AVL01")
    text = page(rule)
    assert "国办秘函〔2019〕19号" in text
    assert "| `failed_share` | 无（由标准规定） | 0.05" in text
    assert sections(rule.manual)["Cannot tell:"] in text
    assert rule.meta.remediation in text


def load(path: Path) -> Rule:
    spec = importlib.util.spec_from_file_location(f"scaffolded_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return as_rule(module)


def test_scaffold_passes_once_filled_in(tmp_path: Path) -> None:
    (tmp_path / "rules" / "wording").mkdir(parents=True)
    shutil.copy(ROOT / "rules" / "wording" / "txt01_wording_error.py", tmp_path / "rules" / "wording")
    module, cases = new_rule("TXT09", "title-shouted", tmp_path)
    assert module == tmp_path / "rules" / "wording" / "txt09_title_shouted.py"
    for path in (module, cases):
        filled = path.read_text(encoding="utf-8").replace("FILL IN", "！！").replace("填写：", "")
        path.write_text(filled, encoding="utf-8")
    rule = load(module)
    for case in load_cases(cases):
        judgement = judge(case.tables, [rule], Law())
        assert judgement.outcomes[0].status.value != "error", judgement.outcomes[0].note
        assert {f.subject.key for f in judgement.findings} == {e["key"] for e in case.spec["expect"]}


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("TX9", "a-b", "编号"),
        ("TXT09", "Shout", "名称"),
        ("TXT09", "check-title", "不写动作"),
        ("TXT01", "a-b", "已经用了"),
    ],
)
def test_scaffold_refuses(tmp_path: Path, code: str, name: str, words: str) -> None:
    new_rule("TXT01", "word-wrong", tmp_path)
    with pytest.raises(UsageError, match=words):
        new_rule(code, name, tmp_path)


@pytest.fixture
def local_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a locality's package of one rule, one standard and one word list the way pip would."""
    folder = tmp_path / "jiangbin_rules"
    (folder / "standards").mkdir(parents=True)
    new_rule("ZZJ01", "title-shouted", tmp_path)
    rule = (tmp_path / "rules" / "zzj" / "zzj01_title_shouted.py").read_text(encoding="utf-8")
    (folder / "zzj01_title_shouted.py").write_text(rule.replace("FILL IN", "！！"), encoding="utf-8")
    (folder / "__init__.py").write_text(
        "from pathlib import Path\nMODULES = ('jiangbin_rules.zzj01_title_shouted',)\n\n"
        "def folder() -> Path:\n    return Path(__file__).parent\n",
        encoding="utf-8",
    )
    (folder / "standards" / "jiangbin.toml").write_text(
        'id = "jiangbin"\ntitle = "江滨市口径"\nnumber = "江政办〔2024〕1号"\nissuer = "江滨市政府办公室"\nlevel = "local"\n'
        'in_force_from = 2024-01-01\n[[indicators]]\nid = "jb-1"\nname = "解读时限"\nclause = "三"\nprovenance = "local"\n'
        'effect = "notice"\nrules = ["INT03", "ZZJ01"]\nparams = { INT03 = { max_lag_workdays = 5 } }\n',
        encoding="utf-8",
    )
    info = tmp_path / "jiangbin_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: jiangbin-rules\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[auditor.rules]\njiangbin = jiangbin_rules:MODULES\n[auditor.standards]\njiangbin = jiangbin_rules:folder\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("local_package")
def test_a_locality_s_package_is_picked_up() -> None:
    rules = {r.meta.code: r for r in load_rules()}
    assert "AVL01" in rules
    standards, _ = select(["national", "jiangbin"], standards_folders(), date(2026, 3, 16))
    law = Law(standards)
    assert law.params("INT03", "department")["max_lag_workdays"] == 5  # the local text wins over the reference value
    tables = build_tables(
        {"pages": [{"url_id": "http://lyj.example.gov.cn/a.html", "kind": "article", "title": "通知！！"}]}
    )
    (finding,) = judge(tables, [rules["ZZJ01"]], law).findings
    assert finding.subject.key == "http://lyj.example.gov.cn/a.html"
    assert finding.indicators == ("jb-1",)
    assert "江政办〔2024〕1号" in page(rules["ZZJ01"])
    assert build_site({}).kind.value == "department"
