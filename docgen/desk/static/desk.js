"use strict";
// What htmx leaves to do: dropping files, the dialog, the tabs, and the preview in its frame.
(() => {
  const find = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside?.querySelectorAll(selector) ?? []];

  // --- files dropped anywhere on a zone, or chosen, are handed in at once
  const say = (text, sort = "") => {
    const notice = find("#notice");
    notice.textContent = "";
    const line = document.createElement("div");
    line.className = `notice ${sort}`;
    line.textContent = text;
    notice.append(line);
    notice.scrollIntoView({ block: "nearest" });
  };
  const handIn = (form) => {
    const inputs = all("input[type=file]", form);
    const size = inputs.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
    if (size > Number(form.dataset.limit)) {
      say(form.dataset.tooLarge);
      inputs.forEach((input) => { input.value = ""; });
      return;
    }
    form.requestSubmit();
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.drop");
    if (form && event.target.type === "file" && event.target.files.length && !form.dataset.waits) handIn(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.ask && !window.confirm(form.dataset.ask)) {
      event.preventDefault();
      return;
    }
    const busy = find(".busy", form);
    if (busy) busy.hidden = false;
  });
  window.addEventListener("pageshow", () => all(".busy").forEach((busy) => { busy.hidden = true; }));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (kind !== "dragleave") event.preventDefault();
      const zone = event.target.closest?.(".zone") ?? (all(".zone").length === 1 ? find(".zone") : null);
      all(".zone").forEach((each) => each.classList.toggle("over", kind === "dragover" && each === zone));
      if (kind !== "drop" || !zone || !event.dataTransfer?.files.length) return;
      const input = find("input[type=file]", zone);
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // --- the dialog in which a value is changed or a finding explained
  const dialog = find("#dialog");
  let opener = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "dialog-body") opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "dialog-body") {
      if (!dialog.open) dialog.showModal();
      find("[autofocus]", dialog)?.focus();
    }
    if (event.detail.target.id === "work" || event.detail.elt.id === "work") restore();
  });
  document.addEventListener("desk-done", () => { if (dialog?.open) dialog.close(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("dialog .close")) dialog.close();
  });
  // what was typed and not saved isn't thrown away by Esc, or by leaving the page
  const isTyped = (inside) => all("textarea, input:not([type])", inside).some((each) => each.value !== each.defaultValue);
  dialog?.addEventListener("cancel", (event) => {
    if (isTyped(dialog) && !window.confirm(document.body.dataset.unsaved)) event.preventDefault();
  });
  let isHandedIn = false;
  document.addEventListener("submit", () => { isHandedIn = true; });
  window.addEventListener("pageshow", () => { isHandedIn = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!isHandedIn && (isTyped(find("#prose")) || (dialog?.open && isTyped(dialog)))) event.preventDefault();
  });
  // a change exchanges the button that began it: the keyboard goes on at the one that stands there now
  const same = (button) => all(`[hx-get="${button.getAttribute("hx-get")}"]`, find("#work")).find(
    (each) => each.getAttribute("hx-vals") === button.getAttribute("hx-vals") && each.checkVisibility(),
  );
  const goOn = () => {
    if (opener && document.activeElement === document.body) (same(opener) ?? find(".said"))?.focus({ preventScroll: true });
  };
  dialog?.addEventListener("close", () => {
    find("#dialog-body").textContent = "";
    if (opener?.isConnected) opener.focus();
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, () => say(document.body.dataset.lost ?? "", "lost"));
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    isHandedIn = false;
    if (event.detail.successful) find("#notice .lost")?.remove();  // docgen is there again
  });

  // --- tabs, kept as they were when a part of the page is exchanged
  const kept = { tab: "tab-preview", open: null, findings: 0, values: 0, find: "", only: false };
  const choose = (id, focus = false) => {
    kept.tab = id;
    for (const tab of all("[role=tab]")) {
      const isChosen = tab.id === id;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      find(`#${tab.getAttribute("aria-controls")}`).hidden = !isChosen;
      if (isChosen && focus) tab.focus();
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.role !== "tab" && event.target.getAttribute?.("role") !== "tab") return;
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const tabs = all("[role=tab]");
    const next = (tabs.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length;
    choose(tabs[next].id, true);
  });
  const filter = () => {
    const words = find("#find")?.value.trim() ?? "";
    const only = find("#only-found")?.checked ?? false;
    kept.find = words;
    kept.only = only;
    for (const section of all("#pane-values .section")) {
      let left = 0;
      for (const row of all("tr", section)) {
        row.hidden = (words && !row.textContent.includes(words)) || (only && !row.className);
        left += row.hidden ? 0 : 1;
      }
      section.hidden = (words || only) && !left;
      if (words || only) section.open = left > 0;
    }
  };
  document.addEventListener("input", (event) => {
    if (event.target.id === "find" || event.target.id === "only-found") filter();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    kept.findings = find(".findings").scrollTop;
    kept.values = find("#pane-values").scrollTop;
    kept.open = all("#pane-values .section").map((each) => each.open);
    kept.frame = find("#preview").contentWindow.scrollY;
  });
  const restore = () => {
    choose(kept.tab);
    if (kept.find || kept.only) {
      find("#find").value = kept.find;
      find("#only-found").checked = kept.only;
      filter();
    } else if (kept.open) {
      all("#pane-values .section").forEach((each, at) => { each.open = kept.open[at] ?? each.open; });
    }
    find(".findings").scrollTop = kept.findings;
    find("#pane-values").scrollTop = kept.values;
    goOn();
  };

  // --- from a finding to its value, from a value to its findings
  const flash = (element) => {
    element.classList.remove("flash");
    void element.offsetWidth;
    element.classList.add("flash");
  };
  const showFinding = (number) => {
    const one = find(`#f${number}`);
    if (!one) return;
    for (let outer = one.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    one.scrollIntoView({ block: "center" });
    one.focus({ preventScroll: true });
    flash(one);
  };
  const rowOf = (pointer) => all("#pane-values tr[data-pointer]").find(
    (row) => row.dataset.pointer === pointer || row.dataset.pointer === `${pointer}/value`,
  ) ?? all("#pane-values tr[data-pointer]").find((row) => row.dataset.pointer.startsWith(`${pointer}/`));
  const showValue = (pointer) => {
    const row = rowOf(pointer);
    if (!row) return;
    choose("tab-values");
    row.hidden = false;
    row.closest("details").open = true;
    row.scrollIntoView({ block: "center" });
    find("button", row).focus({ preventScroll: true });
    flash(row);
  };
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab.id);
    const go = event.target.closest("[data-go]");
    if (go) {
      event.preventDefault();
      showFinding(go.dataset.go);
    }
    const show = event.target.closest("[data-show]");
    if (show) {
      const frame = find("#preview");
      if (kept.tab === "tab-preview" && frame?.contentWindow.showPlace?.(show.dataset.show)) return;
      showValue(show.dataset.show);
    }
    const tick = event.target.closest("[data-tick]");
    if (tick) {
      all("input[type=checkbox]", tick.form).forEach((box) => { box.checked = tick.dataset.tick === "yes"; });
    }
    const part = event.target.closest("[data-text]");
    if (part) find("#preview")?.contentWindow.showText?.(part.dataset.text);
  });
  // --- units by rules: those of a name, and the rules of one sort
  const narrow = () => {
    const words = find("#find-unit").value.trim();
    const sort = find("#only-sort").value;
    const rows = all(".matrix tbody tr");
    const heads = all(".matrix thead th");
    rows.forEach((row) => { row.hidden = words !== "" && !row.cells[0].textContent.includes(words); });
    heads.forEach((head, at) => {
      if (at < 4) return;
      const isShown = !sort || rows.some((row) => !row.hidden && row.cells[at].dataset.sort === sort);
      [head, ...rows.map((row) => row.cells[at])].forEach((cell) => { cell.hidden = !isShown; });
    });
  };
  find("#find-unit")?.addEventListener("input", narrow);
  find("#only-sort")?.addEventListener("change", narrow);

  // --- how far a batch is
  const bar = find(".progress[data-runs]");
  if (bar) {
    const source = new EventSource(bar.dataset.events);
    source.onopen = () => { find("#notice").textContent = ""; };  // it was lost, and is found again
    source.onmessage = (event) => {
      const told = JSON.parse(event.data);
      find("progress", bar).max = told.total || 1;
      find("progress", bar).value = told.done;
      find("span", bar).textContent = `${told.done} / ${told.total}`;
      if (told.runs) return;
      source.close();
      window.location.reload();
    };
    source.onerror = () => say(document.body.dataset.lost ?? "");
  }

  window.addEventListener("message", (event) => {
    if (event.origin !== window.location.origin) return;
    if (event.data.sort === "ready" && kept.frame) find("#preview").contentWindow.scrollTo(0, kept.frame);
    if (event.data.sort !== "figure") return;
    if (event.data.finding !== undefined) showFinding(event.data.finding);
    else showValue(event.data.pointer);
  });
})();
