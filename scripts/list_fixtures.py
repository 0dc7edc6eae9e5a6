"""Derives tests/fixtures/lists/ from one duty list in tab-separated text. Run by scripts/make-list-fixtures.

Nothing is invented: the rows, titles, cells and preface are those of the source; only columns, headings, mark-up,
merged cells, page breaks and encodings change.
"""

import csv
import html
import io
import re
import subprocess
import sys
import zipfile
from itertools import groupby
from pathlib import Path

BASIC, COOPERATIVE, WITHDRAWN = "basic", "cooperative", "withdrawn"
NAMES = {BASIC: "基本履职事项清单", COOPERATIVE: "配合履职事项清单", WITHDRAWN: "上级部门收回事项清单"}
FIXED = (1980, 1, 1, 0, 0, 0)


class Row:
    """A duty: its number, category, title and the cells of its table."""

    def __init__(self, cells):
        self.no, self.category, self.title, *self.rest = cells


def read(path):
    """Preface lines and the rows of the three tables, broken cells put together."""
    preface, tables, kind = [], {BASIC: [], COOPERATIVE: [], WITHDRAWN: []}, None
    for line in path.read_text(encoding="utf-8").split("\n"):
        if "\t" not in line or "...." in line:
            kind = next((k for k, name in NAMES.items() if line.strip() == name), kind)
            if kind is None and "...." not in line and line.strip() not in ("", "目 录"):
                preface.append(line.strip())
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[0].isdigit():
            tables[kind].append(Row(cells))
        elif cells[0] != "序号" and not re.fullmatch(r"[-\s]*", "".join(cells)):
            text = max(cells, key=len)
            held = tables[kind][-1].rest
            seam = "" if plain(held[1])[-1] not in "。；;！." else "\n"
            held[1] += seam + text
    return preface, tables


def plain(cell):
    return re.sub(r"</?[a-z][^>]*>", "", cell).strip()


def paragraphs(cell):
    """The paragraphs of a cell: (is an item of a list without numbers, text)."""
    out = []
    for part in re.split(r"(<ol[^>]*>.*?(?=<p>|$))", cell.replace("\n", "</p><p>"), flags=re.S):
        if part.startswith("<ol"):
            out += [(True, item) for item in re.split(r"(?<=[；。;])\s+", plain(part)) if item]
        else:
            out += [(False, plain(p)) for p in re.split(r"</?p>", part) if plain(p)]
    return out


def bulleted(found, cut):
    """Paragraphs as a browser prints them: an item of a list without numbers has a bullet, unless the list was opened in mid-sentence, or the cell is not cut."""
    out, before = [], "。"
    for item, text in found:
        bullet = cut and item and before[-1] in "。；：" and not re.match(r"\d|[（(①-⑳]|[一二三四五六七八九十]+、", text)
        out.append("● " * bullet + text)
        before = text
    return out


def numbered(text):
    """`1. … 2. …` as its items, where the numbers run from 1; else None."""
    if not re.match(r"1\. ", text):
        return None
    items, rest, n = [], text[3:], 2
    while (at := rest.find(f"； {n}. ")) >= 0:
        items.append(rest[: at + 1].strip())
        rest, n = rest[at + len(f"； {n}. ") :], n + 1
    items.append(rest.strip())
    return None if any(re.search(r"(^|[；。\s])\d+[.、]\s*\S", i) or re.search(r"\s[一二三四]、|：\s", i) for i in items) else items


def wide(text):
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})


CHINESE = "零一二三四五六七八九十"


def chinese(n):
    return CHINESE[n] if n <= 10 else ("" if n < 20 else CHINESE[n // 10]) + "十" + (CHINESE[n % 10] if n % 10 else "")


def by_category(rows):
    return [(category, list(group)) for category, group in groupby(rows, key=lambda row: row.category)]


def apart(cell):
    """承接部门 and 工作方式 of a joined cell."""
    if cell.startswith("<p>") or not (match := re.match(r"([^：:。；]{3,30})[：:]\s*", cell)):
        return None
    return None if match.group(1) == "承接部门" else (match.group(1), cell[match.end() :])


def owners(row):
    """A cooperative row as one (department, duties) each, where every paragraph block is headed by a listed department; else None."""
    listed = row.rest[0].split("、")
    found = re.split(r"(?:^|\s)(" + "|".join(map(re.escape, listed)) + r")[：:]\s*", row.rest[1])
    if "<" in row.rest[1] or len(listed) < 2 or found[0].strip() or found[1::2] != listed:
        return None
    blocks = [(name, text.strip()) for name, text in zip(found[1::2], found[2::2])]
    return None if any(re.search(r"[一二三四]、", text) or "：" in text for _, text in blocks) else blocks


# ---- text ----


def heading_rows(preface, tables):
    """No preface, no contents, no category column: heading lines 一、党的建设（25项）; full-width numbers; GB18030 with CRLF."""
    out = ["阿合奇县阿合奇镇履职事项清单", ""]
    for kind, header in [
        (BASIC, "序号\t事项名称"),
        (COOPERATIVE, "序号\t事项名称\t牵头部门\t县级部门职责\t乡镇配合职责"),
        (WITHDRAWN, "序号\t事项名称\t承接部门及工作方式"),
    ]:
        out += [NAMES[kind], "", header]
        for i, (category, rows) in enumerate(by_category(tables[kind]), 1):
            out.append(f"{chinese(i)}、{category}（{len(rows)}项）")
            out += ["\t".join([wide(row.no), row.title, *(c.replace("\n", " ") for c in row.rest)]) for row in rows]
    return "\r\n".join(out).encode("gb18030")


def markdown(preface, tables):
    """Markdown tables, bold headers and numbers, a column of notes; Markdown escapes; line breaks inside cells."""
    out = [f"# {preface[1]}履职事项清单", "", *preface[3:], ""]
    heads = {BASIC: [], COOPERATIVE: ["对应上级部门", "上级部门职责", "镇配合职责"], WITHDRAWN: ["承接部门及工作方式"]}
    for kind, rows in tables.items():
        head = ["序号", "事项类别", "事项名称", *heads[kind], "备注"]
        out += [f"## {NAMES[kind]}", "", "| " + " | ".join(f"**{h}**" for h in head) + " |", "|" + " :---: |" * len(head)]
        for row in rows:
            cells = [f"**{row.no}**", row.category, row.title, *row.rest, ""]
            out.append("| " + " | ".join(c.replace("|", "\\|").replace("*", "\\*").replace("\n", "<br>") for c in cells) + " |")
        out.append("")
    return "\n".join(out).encode()


def delimited(preface, tables, separator, encoding, reordered):
    """A spreadsheet's text: quoted cells over several lines, title rows, columns in another order."""
    text = io.StringIO()
    write = csv.writer(text, delimiter=separator, lineterminator="\r\n").writerow
    orders = {
        BASIC: (["事项名称", "事项类别", "序号"], lambda r: [r.title, r.category, r.no]),
        COOPERATIVE: (
            ["乡镇（街道）配合职责", "县（市）直部门职责", "对应上级部门", "事项名称", "单位", "事项类别", "序号"],
            lambda r: [lines(r.rest[2]), lines(r.rest[1]), r.rest[0], r.title, "项", r.category, r.no],
        ),
        WITHDRAWN: (["承接部门及工作方式", "事项名称", "事项类别", "序号"], lambda r: [r.rest[0], r.title, r.category, r.no]),
    }
    if not reordered:
        orders = {k: (h[::-1], lambda r, f=f: f(r)[::-1]) for k, (h, f) in orders.items()}
        orders[COOPERATIVE] = (
            ["序号", "事项类别", "事项名称", "上级部门", "县级部门职责", "街道配合职责"],
            lambda r: [r.no, r.category, r.title, r.rest[0], lines(r.rest[1]), lines(r.rest[2])],
        )
    for line in preface:
        write([line])
    for kind, rows in tables.items():
        write([])
        write([NAMES[kind]])
        header, cells = orders[kind]
        write(header)
        for row in rows:
            write(cells(row))
        write(["合计", f"{len(rows)}项"] if reordered and kind == BASIC else [])
    return text.getvalue().encode(encoding)


def lines(cell):
    """A cell with one item a line, as people type them into a spreadsheet; cells with lists stay as they are."""
    return cell if "<" in cell else re.sub(r"(?<=[；。]) (?=\d+\. )", "\n", cell)


# ---- web pages ----


def html_cell(cell):
    out = []
    for item, group in groupby(paragraphs(cell), key=lambda p: p[0]):
        if item:
            out.append("<ul>" + "".join(f"<li>{html.escape(text)}</li>" for _, text in group) + "</ul>")
            continue
        for _, text in group:
            items = numbered(text)
            if items:
                out.append("<ol>" + "".join(f"<li><p>{html.escape(i)}</p></li>" for i in items) + "</ol>")
            else:
                out.append(f"<p><span><span>{html.escape(text).replace(' ', '&nbsp;')}</span></span></p>")
    return "".join(out)


def web_page(preface, tables):
    """A web page inside a layout table: categories over several rows, real lists, nested spans, a header of two rows."""
    out = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>政务公开</title><style>td{border:1px}</style></head><body>"]
    out.append("<table><tr><td>首页</td><td><div>")
    out += [f"<p>{html.escape(line)}</p>" for line in preface]
    for kind, rows in tables.items():
        out.append(f"<h2><b>{NAMES[kind][:4]}</b>{NAMES[kind][4:]}</h2><table><thead>")
        if kind == COOPERATIVE:
            out.append("<tr><th rowspan=2>序号</th><th rowspan=2>事项类别</th><th rowspan=2>事项名称</th><th colspan=2>上级部门</th>")
            out.append("<th rowspan=2>镇配合<br>职责</th></tr><tr><th>名称</th><th>职责</th></tr>")
        else:
            last = "<th>承接部门及工作方式</th>" if kind == WITHDRAWN else ""
            out.append(f"<tr><th>序号</th><th>事项类别</th><th>事项名称</th>{last}</tr>")
        out.append("</thead><tbody>")
        for category, group in by_category(rows):
            for i, row in enumerate(group):
                merged = f"<td rowspan={len(group)}>{category}</td>" if i == 0 else ""
                cells = "".join(f"<td>{html_cell(c)}</td>" for c in row.rest)
                out.append(f"<tr><td>{row.no}</td>{merged}<td><p>{html.escape(row.title)}</p></td>{cells}</tr>")
        out.append("</tbody></table>")
    out.append("</div></td></tr></table></body></html>")
    return "\n".join(out).encode()


def word_page(preface, tables):
    """The page that Word saves: GBK bytes under a meta tag, lines wrapped in mid-sentence, one department a row with merged cells."""
    out = ["<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'>"]
    out.append("<style><!-- p.MsoNormal {mso-style-unhide:no} --></style></head><body lang=ZH-CN>")

    def p(text):
        text = html.escape(text).replace("（", "<span lang=EN-US>（</span>")
        return f"<p class=MsoNormal><span style='font-family:仿宋'>{text}<o:p></o:p></span></p>"

    def cell(text):
        return "".join(p(t) for item, t in paragraphs(text)) if "<ol" not in text else html_cell(text)

    out += [p(line) for line in preface]
    for kind, rows in tables.items():
        out += [p(NAMES[kind]), "<table class=MsoTableGrid border=1>"]
        heads = {BASIC: [], COOPERATIVE: ["对应上级部门", "上级部门职责", "镇配合职责"], WITHDRAWN: ["承接部门", "工作方式"]}[kind]
        out.append("<tr>" + "".join(f"<td>{p(h)}</td>" for h in ["序号", "事项类别", "事项名称", *heads]) + "</tr>")
        for row in rows:
            blocks = owners(row) if kind == COOPERATIVE else None
            if kind == WITHDRAWN:
                rest = apart(row.rest[0]) or ("", row.rest[0])
            else:
                rest = row.rest
            if not blocks:
                out.append("<tr>" + "".join(f"<td>{cell(c)}</td>" for c in [row.no, row.category, row.title, *rest]) + "</tr>")
                continue
            span = f" rowspan={len(blocks)}"
            for i, (department, duties) in enumerate(blocks):
                first = "".join(f"<td{span}>{cell(c)}</td>" for c in [row.no, row.category, row.title]) if i == 0 else ""
                last = f"<td{span}>{cell(row.rest[2])}</td>" if i == 0 else ""
                out.append(f"<tr>{first}<td>{cell(department)}</td><td>{cell(duties)}</td>{last}</tr>")
        out.append("</table>")
    out.append("</body></html>")
    # as Word does, a source line ends wherever it is full; here at 300 characters, between Chinese characters
    wrapped = re.sub(r"([^<>&;\x00-\x7f]{60})(?=[^\x00-\x7f])", "\\1\r\n", "\r\n".join(out))
    return wrapped.encode("gb18030")


# ---- workbooks ----


def workbook(preface, tables, sheets):
    """One sheet with everything under merged headings, or a sheet a table."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    book = Workbook()
    book.remove(book.active)
    sheet = None
    for kind, rows in tables.items():
        if sheets or sheet is None:
            sheet = book.create_sheet({BASIC: "基本", COOPERATIVE: "配合", WITHDRAWN: "收回"}[kind] if sheets else "Sheet1")
            if not sheets:
                for line in preface:
                    sheet.append([line])
        two = sheets and kind == COOPERATIVE
        heads = {
            BASIC: ["序号", "事项类别", "事项名称"],
            COOPERATIVE: ["序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "镇配合职责"],
            WITHDRAWN: ["序号", "事项类别", "事项名称", "承接部门及工作方式"],
        }[kind]
        merge = lambda a, b, c, d: sheet.merge_cells(start_row=a, start_column=b, end_row=c, end_column=d)  # noqa: E731
        # openpyxl's max_row counts rows with cells only
        top = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value else 1
        sheet.cell(top, 1, f"阿合奇镇{NAMES[kind]}" if sheets else NAMES[kind])
        merge(top, 1, top, len(heads))
        top += 1
        if two:
            for column, text in enumerate(["序号", "事项类别", "事项名称", "上级部门", None, "镇\n配合职责"], 1):
                sheet.cell(top, column, text)
            sheet.cell(top + 1, 4, "名称")
            sheet.cell(top + 1, 5, "职责")
            for column in (1, 2, 3, 6):
                merge(top, column, top + 1, column)
            merge(top, 4, top, 5)
            top += 1
        else:
            for column, text in enumerate(heads, 1):
                sheet.cell(top, column, text)
        for category, group in by_category(rows):
            first = top + 1
            for row in group:
                top += 1
                values = [int(row.no), category if top == first else None, row.title, *(lines(c) for c in row.rest)]
                for column, value in enumerate(values, 1):
                    sheet.cell(top, column, value).alignment = Alignment(wrap_text=True)
            if len(group) > 1:
                merge(first, 2, top, 2)
        if sheets:
            sheet.cell(top + 1, 1, "合计")
            sheet.cell(top + 1, 3, f"{len(rows)}项")
    held = io.BytesIO()
    book.save(held)
    return rewritten(held.getvalue())


# ---- Word documents ----

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Word:
    """A document, its body written as XML; python-docx gives the container."""

    def __init__(self):
        self.body, self.lists = [], 0

    def p(self, text, number=None):
        props = f"<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='{number}'/></w:numPr></w:pPr>" if number else ""
        # a run ends in the middle, as after an edit
        half = len(text) // 2
        runs = "".join(f"<w:r><w:t xml:space='preserve'>{html.escape(t, False)}</w:t></w:r>" for t in (text[:half], text[half:]) if t)
        return f"<w:p>{props}{runs}</w:p>"

    def cell(self, content, merge=None, span=1):
        props = f"<w:gridSpan w:val='{span}'/>" if span > 1 else ""
        props += {None: "", "restart": "<w:vMerge w:val='restart'/>", "continue": "<w:vMerge/>"}[merge]
        return f"<w:tc><w:tcPr>{props}</w:tcPr>{content or '<w:p/>'}</w:tc>"

    def text_cell(self, text, automatic=True):
        out = []
        for item, group in groupby(paragraphs(text), key=lambda p: p[0]):
            for _, t in group:
                items = numbered(t) if automatic else None
                if item:
                    out.append(self.p(t, 2))
                elif items:
                    self.lists += 1
                    out += [self.p(i, 9 + self.lists) for i in items]
                else:
                    out.append(self.p(t))
        return "".join(out)

    def row(self, cells, header=False):
        props = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
        return f"<w:tr>{props}{''.join(cells)}</w:tr>"

    def table(self, rows, columns):
        grid = "<w:gridCol w:w='1200'/>" * columns
        self.body.append(f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")

    def bytes(self):
        import docx
        from docx.oxml import parse_xml

        document = docx.Document()
        level = "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>"
        kinds = [("decimal", "%1."), ("none", ""), ("decimal", "%1")]
        numbering = document.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        add = lambda xml: numbering.append(parse_xml(xml.replace(" ", f" xmlns:w='{W}' ", 1)))  # noqa: E731
        for i, (kind, text) in enumerate(kinds):
            add(f"<w:abstractNum w:abstractNumId='{i}'>{level.format(kind, text)}</w:abstractNum>")
        add("<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>")
        restart = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
        for i in (3, 4, 5):
            add(f"<w:num w:numId='{i}'><w:abstractNumId w:val='2'/>{restart}</w:num>")
        for i in range(self.lists):
            add(f"<w:num w:numId='{10 + i}'><w:abstractNumId w:val='0'/>{restart}</w:num>")
        body = document.element.body
        for child in list(body)[:-1]:
            body.remove(child)
        for element in parse_xml(f"<w:body xmlns:w='{W}'>{''.join(self.body)}</w:body>"):
            body.insert(len(body) - 1, element)
        held = io.BytesIO()
        document.save(held)
        return rewritten(held.getvalue())


HEADS = {
    BASIC: ["序号", "事项类别", "事项名称"],
    COOPERATIVE: ["序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "镇配合职责"],
    WITHDRAWN: ["序号", "事项类别", "事项名称", "承接部门及工作方式"],
}


def word(preface, tables):
    """Word: numbers of rows and items printed by Word, categories merged over rows, the title of a table merged over its columns."""
    out = Word()
    out.body += [out.p(line) for line in preface]
    for at, (kind, rows) in enumerate(tables.items()):
        heads = HEADS[kind]
        made = [out.row([out.cell(out.p(NAMES[kind]), span=len(heads))], True), out.row([out.cell(out.p(h)) for h in heads], True)]
        for _, group in by_category(rows):
            for i, row in enumerate(group):
                merge = None if len(group) == 1 else "restart" if i == 0 else "continue"
                cells = [out.cell(out.p("", 3 + at)), out.cell(out.p(row.category) if i == 0 else "", merge), out.cell(out.p(row.title))]
                made.append(out.row(cells + [out.cell(out.text_cell(c)) for c in row.rest]))
        out.table(made, len(heads))
    return out.bytes()


def word_pages(preface, tables):
    """Word from a PDF: a table a page with its header repeated, page numbers between, cells broken over pages in mid-sentence, no preface."""
    out = Word()
    out.body.append(out.p(f"{preface[1]}履职事项清单"))
    page = 0
    for kind, rows in tables.items():
        out.body.append(out.p(NAMES[kind]))
        heads = HEADS[kind]
        header = lambda: [out.row([out.cell(out.p(h)) for h in heads])]  # noqa: E731
        made, held = header(), 0
        for row in rows:
            cells, rest = [row.no, row.category, row.title, *row.rest], None
            held += 1
            last = cells[-1]
            # the last row of a page breaks off in the middle of its last cell
            if held >= 7 and len(last) > 90 and "<" not in last and last[60] not in "；。 .1234567890、，：" and last[59] not in "；。 .1234567890，、：":
                cells[-1], rest = last[:60], last[60:]
            made.append(out.row([out.cell(out.text_cell(c, False)) for c in cells]))
            if held < 7:
                continue
            page += 1
            out.table(made, len(heads))
            out.body.append(out.p(f"— {page} —"))
            made, held = header(), 0
            if rest:
                made.append(out.row([out.cell("")] * (len(heads) - 1) + [out.cell(out.p(rest))]))
        out.table(made, len(heads))
    return out.bytes()


def rewritten(data):
    """A zip container with fixed times."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for info in sorted(old.infolist(), key=lambda info: info.filename != "[Content_Types].xml"):
            if info.filename.endswith((".jpeg", ".png")):
                continue
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(info.filename, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, content)
    return held.getvalue()


# ---- one department a row, everything repeated ----


def department_rows(preface, tables):
    """One department a row with number, title and the town's cell repeated; UTF-16 with mark."""
    out = [preface[1], "履职事项清单"]
    for kind, rows in tables.items():
        out += ["", NAMES[kind], "", "\t".join(HEADS[kind])]
        for row in rows:
            blocks = owners(row) if kind == COOPERATIVE else None
            rest = [c.replace("\n", " ") for c in row.rest]
            for cells in [[d, t, rest[2]] for d, t in blocks] if blocks else [rest]:
                out.append("\t".join([row.no, row.category, row.title, *cells]))
    return "\n".join(out).encode("utf-16")


def printed(preface, tables, middle):
    """A PDF with text: ruled tables, the header repeated on each page, rows broken over pages; short cells at the top or in the middle of their row."""
    from reportlab.lib.pagesizes import A3, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("p", fontName="STSong-Light", fontSize=9, leading=12, wordWrap="CJK")
    widths = {BASIC: [50, 120, 900], COOPERATIVE: [50, 90, 180, 180, 340, 300], WITHDRAWN: [50, 120, 400, 500]}
    held, flow = io.BytesIO(), [Paragraph(html.escape(line), style) for line in preface]
    for kind, rows in tables.items():
        flow += [PageBreak(), Paragraph(NAMES[kind], style)]
        cell = lambda c: [Paragraph(html.escape(t), style) for t in bulleted(paragraphs(lines(c)), kind == COOPERATIVE)]  # noqa: E731
        made = [[Paragraph(h, style) for h in HEADS[kind]]]
        made += [[cell(c) for c in [row.no, row.category, row.title, *row.rest]] for row in rows]
        table = LongTable(made, colWidths=widths[kind], repeatRows=1, splitInRow=1)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP")]))
        flow.append(table)
    SimpleDocTemplate(held, pagesize=landscape(A3), leftMargin=20, rightMargin=20, invariant=1).build(flow)
    return held.getvalue()


def layout_text(pdf):
    """The text of a PDF as poppler's pdftotext prints it with -layout."""
    return subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", "-q", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    preface, tables = read(source)
    pdf = printed(preface, tables, False)
    files = {
        "heading-rows.gb18030.txt": heading_rows(preface, tables),
        "markdown.md": markdown(preface, tables),
        "reordered.csv": delimited(preface, tables, ",", "utf-8-sig", True),
        "semicolons.gb18030.csv": delimited(preface, tables, ";", "gb18030", False),
        "unicode-text.utf16.txt": delimited(preface, tables, "\t", "utf-16", False),
        "department-rows.utf16.txt": department_rows(preface, tables),
        "web-page.html": web_page(preface, tables),
        "word-page.gb2312.htm": word_page(preface, tables),
        "one-sheet.xlsx": workbook(preface, tables, False),
        "three-sheets.xlsx": workbook(preface, tables, True),
        "word.docx": word(preface, tables),
        "word-pages.docx": word_pages(preface, tables),
        "printed.pdf": pdf,
        "printed.pdftotext.txt": layout_text(pdf),
        "printed-middle.pdftotext.txt": layout_text(printed(preface, tables, True)),
    }
    for name, content in files.items():
        (target / name).write_bytes(content)
        print(f"{len(content):8} {name}")


if __name__ == "__main__":
    main()
