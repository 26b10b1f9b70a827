// Search, filters, sorting, deep links and printing of the findings. ES2017, no library; page text is only ever textContent.
(function () {
  "use strict";
  const STEP = 100;
  const CHUNK = 250;
  const HEAD = 240;
  const BRIEF_FROM = 500; // on paper, so many findings show one piece of evidence each
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const findings = data.findings;
  const GRAVITY = { veto: 0, major: 1, minor: 2, hint: 3 };
  const FILTERS = ["severity", "state", "rule", "column", "unit", "indicator"];
  const collator = new Intl.Collator("zh-CN");
  const byId = (id) => document.getElementById(id);
  const list = byId("list");
  const form = byId("filters");
  const opened = new Set();
  let current = [];
  let shown = 0;
  let target = "";
  let brief = false;

  function el(tag, attributes, children) {
    const node = document.createElement(tag);
    Object.keys(attributes || {}).forEach((name) => node.setAttribute(name, attributes[name]));
    [].concat(children || []).forEach((child) => {
      node.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return node;
  }

  // ---- what the page leaves out because it says nothing new

  const BLANK = { title: "", unit: "", column: "", facet: "", fix: "", due: "", dueNote: "", first: "", last: "", more: 0, count: 0, overdue: false, preview: false };

  findings.forEach((row) => {
    Object.keys(BLANK).forEach((name) => { if (!(name in row)) { row[name] = BLANK[name]; } });
    ["indicators", "points", "evidence"].forEach((name) => { row[name] = row[name] || []; });
    row.label = row.label || row.key;
    if (!("link" in row)) { row.link = row.key; }
    row.evidence.forEach((proof, index) => { row.evidence[index] = Object.assign({}, row.evidence[index - 1], proof); });
  });

  // ---- what a row is called and by what it is found

  const columnName = (row) => row.column;
  const ruleName = (row) => row.title || words.rules[row.rule] || "";
  const unitName = (row) => row.unit || "";

  function haystack(row) {
    const parts = [row.id, row.rule, ruleName(row), row.message, row.label, row.key, columnName(row), row.unit, row.facet];
    row.evidence.forEach((e) => parts.push(e.url, e.observed, e.place));
    return parts.join("\n").toLowerCase();
  }

  findings.forEach((row, index) => {
    row.index = index;
    row.text = haystack(row);
  });

  const VALUES = {
    severity: (row) => [[row.severity, words.severity[row.severity]]],
    state: (row) => [[row.state, words.state[row.state]]],
    rule: (row) => [[row.rule, row.rule + " " + ruleName(row)]],
    column: (row) => [[row.column || "-", columnName(row) || "（不属于栏目）"]],
    unit: (row) => [[row.unit || "-", row.unit || "（未指定）"]],
    indicator: (row) => row.indicators.map((id) => [id, words.indicators[id] || id])
  };
  const LATEST = "9999-12-31";
  const ORDER = {
    severity: (a, b) => GRAVITY[a.severity] - GRAVITY[b.severity],
    rule: () => 0,
    column: (a, b) => collator.compare(columnName(a) || "\uffff", columnName(b) || "\uffff"),
    unit: (a, b) => collator.compare(unitName(a) || "\uffff", unitName(b) || "\uffff"),
    due: (a, b) => ((a.due || LATEST) < (b.due || LATEST) ? -1 : (a.due || LATEST) > (b.due || LATEST) ? 1 : 0),
    first: (a, b) => ((a.first || "") < (b.first || "") ? 1 : (a.first || "") > (b.first || "") ? -1 : 0),
    count: (a, b) => b.count - a.count
  };

  // ---- choosing

  function inRange() {
    const preview = byId("by-range").value === "preview"; // asked once: of 100,000 rows each question counts
    return findings.filter((row) => row.preview === preview);
  }

  function fillSelects() {
    const rows = inRange();
    FILTERS.forEach((name) => {
      const select = byId("by-" + name);
      const before = select.value;
      const counts = new Map();
      rows.forEach((row) => VALUES[name](row).forEach((pair) => {
        const entry = counts.get(pair[0]) || { word: pair[1], number: 0 };
        entry.number += 1;
        counts.set(pair[0], entry);
      }));
      const keys = Array.from(counts.keys());
      const rank = name === "severity" ? GRAVITY : null;
      keys.sort((a, b) => (rank ? rank[a] - rank[b] : collator.compare(counts.get(a).word, counts.get(b).word)));
      select.textContent = "";
      select.appendChild(el("option", { value: "" }, "全部"));
      keys.forEach((key) => {
        const entry = counts.get(key);
        select.appendChild(el("option", { value: key }, entry.word + " (" + entry.number + ")"));
      });
      select.value = counts.has(before) ? before : "";
    });
  }

  function chosen() {
    const terms = byId("q").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = FILTERS.map((name) => [name, byId("by-" + name).value]).filter((pair) => pair[1]);
    return inRange().filter((row) => wanted.every((pair) => VALUES[pair[0]](row).some((value) => value[0] === pair[1]))
      && terms.every((term) => row.text.includes(term)));
  }

  function apply() {
    const order = ORDER[byId("sort").value];
    current = chosen().sort((a, b) => order(a, b) || a.index - b.index);
    shown = 0;
    list.textContent = "";
    showUpTo(STEP);
  }

  function showUpTo(limit) {
    const end = Math.min(limit, current.length);
    const piece = document.createDocumentFragment();
    for (; shown < end; shown += 1) { piece.appendChild(item(current[shown])); }
    list.appendChild(piece);
    tell();
  }

  function tell() {
    const all = inRange().length;
    const what = byId("by-range").value === "preview" ? "试行提示" : "问题";
    let text = current.length === all ? "共 " + all + " 个" + what : "符合条件的 " + current.length + " 个，共 " + all + " 个" + what;
    if (shown < current.length) { text += "，显示前 " + shown + " 个"; }
    if (!current.length && all) { text += "。请放宽筛选条件，或点“清除筛选”。"; }
    if (findings.length) { byId("count").textContent = text; }
    byId("further").hidden = shown >= current.length;
    byId("more").textContent = "再显示 " + Math.min(STEP, current.length - shown) + " 个";
  }

  function showAll() {
    showUpTo(shown + CHUNK);
    if (shown < current.length) { window.requestAnimationFrame(showAll); }
  }

  // ---- drawing one finding

  function item(row) {
    const open = opened.has(row.id);
    const head = el("button", { type: "button", "class": "head", "aria-expanded": String(open) }, headline(row));
    const node = el("li", { "class": "finding" + (row.id === target ? " target" : ""), id: "f-" + row.id }, el("h3", {}, head));
    if (open) { node.appendChild(body(row)); }
    return node;
  }

  function headline(row) {
    const badges = [
      el("span", { "class": "badge sev-" + row.severity }, words.severity[row.severity]),
      el("span", { "class": "badge st-" + row.state }, words.state[row.state])
    ];
    if (row.waiver) { badges.push(el("span", { "class": "tag" }, "已豁免")); }
    const meta = [row.rule + " " + ruleName(row), columnName(row), row.unit];
    if (row.count > 1) { meta.push("出现 " + row.count + " 处"); }
    const last = [meta.filter(Boolean).join(" · ")];
    if (row.due) { last.push(el("span", row.overdue ? { "class": "late" } : {}, " · 期限 " + row.due + (row.overdue ? " " + row.dueNote : ""))); }
    return badges.concat(el("span", { "class": "said" }, isLong(row) ? row.message.slice(0, HEAD) + "…" : row.message), el("span", { "class": "meta" }, last));
  }

  const isLong = (row) => row.message.length > HEAD;

  function body(row) {
    const box = el("div", { "class": "body" });
    const pairs = el("dl", { "class": "pairs" });
    const add = (name, value) => {
      if (!value || !value.length) { return; }
      pairs.appendChild(el("dt", {}, name));
      pairs.appendChild(el("dd", {}, value));
    };
    const permalink = window.location.href.split("#")[0] + "#f-" + row.id;
    add("全文", isLong(row) ? row.message : "");
    add(row.kind, row.label === row.key ? "" : row.label);
    add("地址", /^https?:/i.test(row.key) ? address(row.key, row.link) : row.label === row.key ? row.key : "");
    add("细目", row.facet);
    add("整改建议", row.fix || words.fixes[row.rule]);
    add("整改时限", row.due ? row.due + (row.dueNote ? "（" + row.dueNote + "）" : "") : "");
    add("对应指标", row.indicators.map((id) => words.indicators[id] || id).join("、"));
    add("工作要点", row.points.map((id) => words.points[id] || id).join("、"));
    add("首次发现", row.first ? row.first + (row.last && row.last !== row.first ? "，最近确认 " + row.last : "") : "");
    add("处室反馈", (row.claim || []).map((pair) => pair[0] + "：" + pair[1]).join("；"));
    add("复核", [row.result, row.rechecked, row.note].filter(Boolean).join("，"));
    add("突击更新", row.burst);
    add("豁免", row.waiver);
    add("问题编号", [el("a", { href: "#f-" + row.id, "class": "code" }, row.id), copier(permalink, "复制链接", "问题 " + row.id)]);
    box.appendChild(pairs);
    const proofs = brief ? row.evidence.slice(0, 1) : row.evidence;
    box.appendChild(el("ol", { "class": "evidence" }, proofs.map(evidence)));
    if (row.more || proofs.length < row.evidence.length) { box.appendChild(el("p", { "class": "hint" }, "另有 " + (row.more + row.evidence.length - proofs.length) + " 处，见 整改台账.xlsx。")); }
    if (row.picture) { box.appendChild(el("img", { "class": "picture", src: row.picture, alt: "截图：" + row.message.slice(0, 80) })); }
    return box;
  }

  function evidence(proof) {
    const node = el("li");
    const say = (name, value) => {
      if (value && value.length) { node.appendChild(el("p", {}, [el("span", { "class": "name" }, name)].concat(value))); }
    };
    say("页面", proof.url ? address(proof.url, proof.linked ? proof.url : "") : "");
    say("位置", proof.place);
    say("所见", proof.observed);
    say("要求", proof.expected);
    const snippet = proof.snippet;
    if (snippet.join("")) {
      const parts = [snippet[0]];
      if (snippet[1]) { parts.push(el("mark", {}, snippet[1])); }
      node.appendChild(el("div", { "class": "snippet" }, parts.concat(snippet[2])));
    }
    const status = proof.status === null ? "" : "状态码 " + proof.status;
    say("核查", [status, proof.at].filter(Boolean).join(" · "));
    return node;
  }

  function address(text, link) {
    const shownAs = el("span", { "class": "address" }, text);
    const first = link ? el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, shownAs) : shownAs;
    return [first, copier(text, "复制", "地址 " + text)];
  }

  function copier(text, word, what) {
    const button = el("button", { type: "button", "class": "copy", "aria-label": word + " " + what.slice(0, 120) }, word);
    button.dataset.text = text;
    return button;
  }

  // ---- acting

  function toggle(node, open) {
    const id = node.id.slice(2);
    const head = node.querySelector(".head");
    const old = node.querySelector(".body");
    head.setAttribute("aria-expanded", String(open));
    if (open) { opened.add(id); } else { opened.delete(id); }
    if (old && !open) { node.removeChild(old); }
    if (!old && open) { node.appendChild(body(findings.find((row) => row.id === id))); }
  }

  function copy(button) {
    const text = button.dataset.text;
    const word = button.textContent;
    const done = () => {
      button.textContent = "已复制";
      window.setTimeout(() => { button.textContent = word; }, 1500);
    };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done, () => copyOldWay(text, button, done));
    } else {
      copyOldWay(text, button, done);
    }
  }

  // A file opened from disk is no secure context in every browser; selecting and copying works in all of them.
  function copyOldWay(text, button, done) {
    const area = el("textarea", { readonly: "", "aria-hidden": "true", tabindex: "-1" });
    area.value = text;
    document.body.appendChild(area);
    area.select();
    const copied = document.execCommand("copy");
    document.body.removeChild(area);
    button.focus();
    if (copied) { done(); }
  }

  function reset() {
    byId("q").value = "";
    FILTERS.forEach((name) => { byId("by-" + name).value = ""; });
  }

  function narrow(link) {
    byId("by-range").value = "formal";
    fillSelects();
    reset();
    byId("by-" + link.dataset.filter).value = link.dataset.value;
    apply();
  }

  function follow() {
    const match = /^#f-([0-9a-f]{16})$/.exec(window.location.hash);
    if (!match) { return; }
    const row = findings.find((one) => one.id === match[1]);
    if (!row) {
      byId("count").textContent = "没有编号为 " + match[1] + " 的未关闭问题：可能已经销号，请查台账。";
      byId("findings").scrollIntoView();
      return;
    }
    target = row.id;
    opened.add(row.id);
    byId("by-range").value = row.preview ? "preview" : "formal";
    fillSelects();
    if (current.indexOf(row) < 0) { reset(); }
    apply();
    showUpTo(Math.max(STEP, current.indexOf(row) + 1));
    const node = byId("f-" + row.id);
    node.scrollIntoView();
    node.querySelector(".head").focus();
  }

  // Paper has no buttons: everything that matches is drawn and opened, and put back afterwards.
  let before = null;
  function beforePrint() {
    if (before) { return; }
    before = { shown: shown, opened: Array.from(opened), details: Array.from(document.querySelectorAll("details:not([open])")) };
    before.details.forEach((node) => { node.open = true; });
    brief = current.length > BRIEF_FROM;
    current.forEach((row) => opened.add(row.id));
    list.textContent = "";
    shown = 0;
    showUpTo(current.length);
  }

  function afterPrint() {
    if (!before) { return; }
    before.details.forEach((node) => { node.open = false; });
    opened.clear();
    before.opened.forEach((id) => opened.add(id));
    const upTo = before.shown;
    before = null;
    brief = false;
    list.textContent = "";
    shown = 0;
    showUpTo(upTo);
  }

  function openAll() {
    const button = byId("open-all");
    const open = button.textContent === "全部展开";
    Array.from(list.children).forEach((node) => toggle(node, open));
    button.textContent = open ? "全部收起" : "全部展开";
  }

  function start() {
    let waiting = 0;
    fillSelects();
    form.hidden = false;
    byId("q").addEventListener("input", () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(apply, 150);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => window.setTimeout(() => { fillSelects(); reset(); apply(); }, 0));
    form.addEventListener("change", (event) => {
      if (event.target.id === "by-range") { fillSelects(); }
      if (event.target.id !== "q") { apply(); }
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) { return; }
      if (button.classList.contains("copy")) { copy(button); return; }
      toggle(button.closest(".finding"), button.getAttribute("aria-expanded") !== "true");
    });
    byId("more").addEventListener("click", () => {
      const first = shown;
      showUpTo(shown + STEP);
      list.children[first].querySelector(".head").focus();
    });
    byId("all").addEventListener("click", showAll);
    byId("open-all").addEventListener("click", openAll);
    byId("print").addEventListener("click", () => window.print());
    Array.from(document.querySelectorAll("a[data-filter]")).forEach((link) => {
      link.addEventListener("click", () => narrow(link));
    });
    window.addEventListener("hashchange", follow);
    window.addEventListener("beforeprint", beforePrint);
    window.addEventListener("afterprint", afterPrint);
    apply();
    follow();
    // once loaded, the browser goes to the fragment itself and takes the focus away
    window.addEventListener("load", () => window.setTimeout(follow, 0));
  }

  start();
}());
