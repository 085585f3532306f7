"use strict";
// The document drawn by docx-preview, each figure with its source, findings marked on it.
(() => {
  const place = document.querySelector("#document");
  const figures = new Map();
  const options = {
    inWrapper: true, ignoreLastRenderedPageBreak: false, renderAltChunks: false, renderComments: false,
    renderChanges: true, useBase64URL: true, breakPages: true, experimental: false,
  };
  const worst = (findings) => ["error", "fault", "hint"].find((sort) => findings.some((each) => each.class === sort)) ?? "";
  const plain = (text) => text.replace(/\s+/g, "");

  const tell = (content) => window.parent.postMessage(content, window.location.origin);
  const mark = (element, each) => {
    element.classList.add("figure");
    const lines = [each.source, ...each.findings.map((finding) => `● ${finding.message}`)];
    element.title = lines.join("\n");
    const sort = worst(each.findings);
    if (sort) {
      element.classList.add(sort);
      element.tabIndex = 0;
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", `${element.textContent}：${each.findings[0].message}`);
    }
    const go = () => tell({ sort: "figure", pointer: each.pointer, finding: each.findings[0]?.number });
    element.addEventListener("click", go);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); }
    });
    if (!figures.has(each.pointer)) figures.set(each.pointer, element);
  };
  const markPlaces = (places) => {
    const paragraphs = [...place.querySelectorAll("p")];
    const texts = paragraphs.map((each) => plain(each.textContent));
    for (const each of places) {
      if (each.anchor) {
        const start = document.getElementById(each.anchor);
        // the value's own run follows its bookmark
        const run = start?.nextElementSibling;
        if (run && plain(run.textContent) === plain(each.text)) mark(run, each);
      } else if (each.findings.length) {
        const at = texts.findIndex((text) => text && (text.includes(plain(each.text)) || plain(each.text).includes(text)));
        if (at >= 0 && !paragraphs[at].classList.contains("figure")) mark(paragraphs[at], each);
      }
    }
  };
  const markTexts = (texts) => {
    const paragraphs = [...place.querySelectorAll("p")].map((element) => ({ element, text: plain(element.textContent) }));
    for (const each of texts) {
      const wanted = plain(each.text);
      if (!wanted) continue;
      const found = paragraphs.find(({ text }) => text.includes(wanted));
      if (found) {
        mark(found.element, { source: "", pointer: "", findings: [each] });
        figures.set(wanted, found.element);
      }
    }
  };
  const show = (element) => {
    if (!element) return false;
    element.scrollIntoView({ block: "center" });
    element.classList.remove("flash");
    void element.offsetWidth;
    element.classList.add("flash");
    return true;
  };
  window.showPlace = (pointer) => show(figures.get(pointer) ?? figures.get(`${pointer}/value`));
  window.showText = (text) => {
    const wanted = plain(text);
    const known = figures.get(wanted);
    if (known) return show(known);
    return show([...place.querySelectorAll("p")].find((each) => plain(each.textContent).includes(wanted)));
  };

  const fit = () => {
    // a page of paper on a narrow screen is shown smaller, never cut off
    const page = place.querySelector("section.docx");
    if (!page) return;
    place.style.zoom = "1";
    const room = document.documentElement.clientWidth - 16;
    if (page.offsetWidth > room) place.style.zoom = String(Math.max(0.3, room / page.offsetWidth));
  };
  const fail = (text) => {
    place.textContent = "";
    const line = document.createElement("p");
    line.className = "wait";
    line.setAttribute("role", "alert");
    line.textContent = text;
    place.append(line);
  };
  const start = async () => {
    const answer = await fetch(place.dataset.file);
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({}));
      fail(told.error ?? place.dataset.failed);
      return;
    }
    const data = await answer.arrayBuffer();
    place.textContent = "";
    await docx.renderAsync(data, place, null, options);
    fit();
    const told = await (await fetch(place.dataset.marks)).json();
    markPlaces(told.places ?? []);
    markTexts(told.texts ?? []);
    place.dataset.ready = "yes";
    tell({ sort: "ready" });
  };
  window.addEventListener("resize", fit);
  start().catch(() => fail(place.dataset.failed));
})();
