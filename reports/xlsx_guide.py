"""This module draws 填写说明: what the office does with the workbook."""

from __future__ import annotations

from auditor.model.claim import OfficeField
from reports.sheets import Look, Tone
from reports.sheets_ledger import STATUSES
from reports.xlsx_page import Cell, Page
from reports.xlsx_table import Book

_STEPS = (
    "打开“整改台账”，用表头的筛选按钮找到本处室的问题；点“问题页面”“问题链接”可直接打开网页核对。",
    "只填黄色各列（从“责任单位”到“说明”）。其余各列已锁定，请勿改动；改动过的会在接收时提示。",
    "填好后把整个文件发回。可以只保留本处室的行，可以增删行、调整列的顺序，可以分处室分别发回。",
    "请保存为 .xlsx 格式（WPS：另存为 → Excel 文件 *.xlsx），不要另存为 .xls 或 .et，不要加密码。",
    "下一次检查会逐条复核：确已改好的“已核实销号”；填了“已整改”但问题还在的“整改未到位”，排在最前面；销号后又出现的为“反弹”。",
)
_FIELDS = {
    OfficeField.UNIT: "负责整改的处室或单位；我们已知的先填上了，不对请改。",
    OfficeField.PERSON: "具体负责人。",
    OfficeField.MEASURE: "做了什么或准备怎么做，一两句话即可。",
    OfficeField.STATUS: f"从下拉列表中选：{'、'.join(STATUSES)}。",
    OfficeField.FINISHED: "改好的日期，如 2024-03-01；还没改好的填预计日期或留空。",
    OfficeField.LINK: "改好之后的网页地址，方便复核。",
    OfficeField.REMARK: "选“申诉”或“无法整改”的，请写明理由，将转人工核实。",
}
_COLOURS = (
    (Tone.BAD, "红", "单项否决、已逾期、整改未到位、反弹、未整改"),
    (Tone.WARN, "橙", "严重问题、三个工作日内到期、整改中"),
    (Tone.GOOD, "绿", "正常、已整改、已核实销号"),
    (Tone.DOUBT, "紫", "有疑问、没有查到、需要人工核查、申诉"),
    (Tone.QUIET, "灰", "不适用、仅供参考"),
)
_NOTES = (
    "“整改时限”是建议期限，按工作日计算（已考虑法定节假日和调休）；节假日安排尚未公布的年份按周一至周五暂算，备注中注明“暂算”。",
    "工作表锁定没有设密码。Excel 不允许给带锁定单元格的区域排序，需要排序时请点“审阅”→“撤消工作表保护”，排完即可，不影响接收。",
    "隐藏的几列是每条问题的标识，接收时靠它对应，请勿删除。",
    "“出现次数”是同一问题在多少处出现：一个失效的页脚链接出现在 500 个页面上，也只算一个问题。",
    "对检查结果有异议的，状态选“申诉”，并在“说明”中写明理由。",
)


def draw_guide(book: Book) -> None:
    """Draw the page."""
    page = Page(book, "填写说明", (18, 100), "B9770E")
    page.title("填写说明")
    page.heading("怎么做")
    page.rows((Cell(f"第 {n} 步", Look.CENTER), Cell(text)) for n, text in enumerate(_STEPS, start=1))
    page.heading("各列怎么填")
    page.header(("列", "填什么"))
    page.rows((Cell(field.value, Look.CENTER), Cell(text)) for field, text in _FIELDS.items())
    page.heading("颜色的意思")
    page.rows((Cell(name, Look.CENTER, tone), Cell(text)) for tone, name, text in _COLOURS)
    page.heading("请注意")
    page.rows((Cell(n, Look.NUMBER), Cell(text)) for n, text in enumerate(_NOTES, start=1))
    page.finish()
