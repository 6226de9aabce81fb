// Comforts on top of pages that work without them.
(() => {
  "use strict";
  const on = (type, selector, act) => document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(event, found);
  });
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");
  const revealed = "[data-copy], [data-theme-toggle], [data-needs-js]";

  // What was just drawn: at first, and after each swap
  function settle(root) {
    all(revealed, root).forEach((element) => { element.hidden = false; });
    all("form[data-bulk]", root).forEach(countSelection);
    const wrong = root.querySelector("[data-focus]") ?? root.querySelector('[aria-invalid="true"]');
    wrong?.focus();
  }
  document.addEventListener("DOMContentLoaded", () => { settle(document); announceOpening(); });
  let heldFocus = false;
  document.addEventListener("htmx:before:swap", (event) => {
    heldFocus = Boolean(event.detail?.ctx?.target?.contains?.(document.activeElement)) && document.activeElement !== document.body;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    const fresh = target?.isConnected ? target : target?.id && document.getElementById(target.id);
    if (!fresh) return;
    settle(fresh);
    if (heldFocus && document.activeElement === document.body) { // what held it is gone: stay near
      fresh.tabIndex = -1;
      fresh.focus({ preventScroll: true });
    }
  });

  // The server cannot be reached: say so, and keep what is on the screen
  document.addEventListener("htmx:error", (event) => {
    const place = document.getElementById("messages");
    if (!place || event.detail?.ctx?.response) return;
    const message = document.createElement("details");
    message.className = "message message-danger";
    message.open = true;
    message.innerHTML = '<summary class="message-close">✕</summary><p class="message-text"><span></span></p>';
    message.querySelector("span").textContent = document.documentElement.lang === "en"
      ? "The server cannot be reached. Nothing was recorded: check your connection, then try again."
      : "Le serveur ne répond pas. Rien n’a été enregistré : vérifiez votre connexion, puis réessayez.";
    place.replaceChildren(message);
  });

  // A form that left is under way: it is not sent twice
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.classList.contains("htmx-request")) { event.preventDefault(); return; }
    form.classList.add("htmx-request");
    setTimeout(() => form.classList.remove("htmx-request"), 8000);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) all("form.htmx-request").forEach((form) => form.classList.remove("htmx-request"));
  });

  // Theme
  on("click", "[data-theme-toggle]", () => {
    const root = document.documentElement;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    try {
      if (next === system) localStorage.removeItem("theme"); else localStorage.setItem("theme", next);
    } catch { /* not remembered, that is all */ }
    root.dataset.bsTheme = next;
  });

  // Keys: Ctrl-K searches, N opens « Nouveau », Escape closes menus
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const search = document.querySelector("[data-search-key]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "Escape") {
      const open = event.target.closest?.("details.menu[open]") ?? document.querySelector("details.menu[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    } else if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      const menu = document.querySelector("[data-new-menu]");
      if (menu && !document.querySelector(":popover-open")) {
        event.preventDefault();
        menu.open = true;
        menu.querySelector(".menu-item")?.focus();
      }
    }
  });
  on("keydown", "details.menu[open]", (event, menu) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = all(".menu-item", menu);
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
  });
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target) || event.target.closest(".menu-item")) menu.open = false;
    });
  });
  on("click", "#navigation a", () => document.getElementById("navigation").hidePopover?.());

  // Copy
  on("click", "[data-copy]", async (event, button) => {
    const label = button.querySelector("[data-copy-label]") ?? button;
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = "✓";
    } catch {
      prompt(before, button.dataset.copy);
      return;
    }
    setTimeout(() => { label.textContent = before; }, 1600);
  });

  // Lists: how many are ticked
  function countSelection(form) {
    const boxes = all("[data-select]", form);
    const count = boxes.filter((box) => box.checked).length;
    const every = form.querySelector("[data-select-all]");
    if (every) {
      every.checked = count > 0 && count === boxes.length;
      every.indeterminate = count > 0 && count < boxes.length;
    }
    all("[data-bulk-count]", form).forEach((place) => { place.textContent = count; });
    all("[data-bulk-label]", form).forEach((place) => {
      place.textContent = place.dataset.bulkLabel + (count > 1 ? "s" : "");
    });
  }
  on("change", "[data-select-all]", (event, every) => {
    all("[data-select]", every.form).forEach((box) => { box.checked = every.checked; });
    countSelection(every.form);
  });
  on("change", "[data-select]", (event, box) => box.form && countSelection(box.form));

  // Files
  on("change", "[data-dropzone] input", (event, input) => {
    const zone = input.closest("[data-dropzone]");
    const names = [...input.files].map((file) => file.name).join(", ");
    zone.classList.toggle("has-file", Boolean(names));
    zone.querySelector("[data-dropzone-text]").textContent = names || "Aucun fichier choisi";
  });
  for (const [type, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    on(type, "[data-dropzone]", (event, zone) => zone.classList.toggle("is-over", over));
  }

  // The line editor
  const lines = (sheet) => all("[data-line]", sheet);
  const desk = (element) => element.closest("[data-rows]") ?? element.closest("form"); // a sheet and its buttons
  const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));
  function number(sheet) {
    lines(sheet).forEach((row, place) => {
      const position = row.querySelector("[data-position]");
      if (position) position.value = place + 1;
    });
  }
  function move(line, step) {
    const sheet = line.closest("[data-sheet]");
    const rows = lines(sheet);
    const other = rows[rows.indexOf(line) + step];
    if (!other) return;
    const focused = document.activeElement;
    if (step < 0) other.before(line); else other.after(line);
    focused?.focus?.();
    number(sheet);
    const mark = line.querySelector("[data-position]");
    if (mark) changed(mark);
  }
  function addLine(sheet) {
    const template = desk(sheet)?.querySelector("template[data-line-template]");
    if (!template) {
      desk(sheet)?.querySelector("[data-add-line]")?.click();
      return;
    }
    const used = lines(sheet).map((row) => Number(row.dataset.line) || 0);
    const next = used.length ? Math.max(...used) + 1 : 0;
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__n__", next);
    const line = holder.content.querySelector("[data-line]");
    line.dataset.line = next;
    const last = lines(sheet).at(-1);
    if (last) last.after(line); else (sheet.tBodies?.[0] ?? sheet).append(line);
    number(sheet);
    window.htmx?.process(line);
    line.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }
  on("keydown", "[data-sheet] [data-line]", (event, line) => {
    const sheet = line.closest("[data-sheet]");
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      if (!line.querySelector("[data-position]")) return;
      event.preventDefault();
      move(line, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && event.target.matches("input, select")) {
      event.preventDefault();
      const cells = all("input:not([type=hidden]), select, textarea", line);
      const rows = lines(sheet);
      if (event.target !== cells.at(-1)) cells[cells.indexOf(event.target) + 1]?.focus();
      else if (line !== rows.at(-1)) rows[rows.indexOf(line) + 1].querySelector("input:not([type=hidden]), textarea, select")?.focus();
      else addLine(sheet);
    }
  });
  on("click", "[data-move]", (event, button) => {
    const line = button.closest("[data-line]");
    if (!line?.querySelector("[data-position]")) return;
    event.preventDefault();
    move(line, button.dataset.move === "up" ? -1 : 1);
    button.focus();
  });
  on("click", "[data-add-line]", (event, button) => {
    const sheet = desk(button)?.querySelector("[data-sheet]");
    if (!sheet || !desk(button).querySelector("template[data-line-template]")) return;
    event.preventDefault();
    addLine(sheet);
  });
  on("click", "[data-remove-line]", (event, button) => {
    const line = button.closest("[data-line]");
    const sheet = line?.closest("[data-sheet]");
    if (!sheet || !desk(sheet).querySelector("template[data-line-template]")) return;
    event.preventDefault();
    const rows = lines(sheet);
    const next = rows[rows.indexOf(line) + 1] ?? rows[rows.indexOf(line) - 1];
    line.remove();
    if (next) next.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    else if (sheet.dataset.sheet === "optional") desk(sheet).querySelector("[data-add-line]")?.focus();
    else addLine(sheet);
    number(sheet);
    changed(sheet);
  });
  on("change", "[data-chosen]", (event, box) => { // one of a group is proposed: the others are not
    const group = (row) => row.querySelector(".sheet-choice-group")?.value.trim();
    const isVariant = (row) => row.querySelector(".sheet-choice select")?.value === "VARIANT";
    const line = box.closest("[data-line]");
    if (!box.checked || !isVariant(line)) return;
    lines(line.closest("[data-sheet]")).forEach((row) => {
      if (row !== line && isVariant(row) && group(row) === group(line)) row.querySelector("[data-chosen]").checked = false;
    });
  });

  // Drafts: saved as one goes, and not lost by a wrong click
  const waiting = new WeakMap();
  const departures = new WeakMap();
  const unsaved = new Set();
  function say(form, words, failed = false) {
    const places = form.id ? all(`[data-autosave-status][data-for="${CSS.escape(form.id)}"]`) : [];
    [...all("[data-autosave-status]", form), ...places, ...(places.length ? [] : all("[data-autosave-status]"))].slice(0, 1).forEach((place) => {
      place.textContent = words;
      place.classList.toggle("saved-failed", failed);
    });
  }
  async function save(form) {
    if (form.dataset.saving) { form.dataset.again = "1"; return; }
    form.dataset.saving = "1";
    say(form, "Enregistrement…");
    const body = new FormData(form);
    body.delete("scan"); // a file is joined once, by a button
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": csrf(), "X-Autosave": "1", Accept: "text/plain" },
        redirect: "error",
      });
      const words = (answer.headers.get("Content-Type") ?? "").startsWith("text/plain") ? (await answer.text()).trim() : "";
      if (answer.ok) {
        if (!form.dataset.again) unsaved.delete(form);
        const version = answer.headers.get("X-Version");
        if (version && form.elements.version) form.elements.version.value = version;
        say(form, words || "Enregistré");
        form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
      } else {
        say(form, words || (answer.status === 422 ? "Pas encore enregistré : une ligne est à corriger" : "Pas enregistré : rechargez la page dans un autre onglet, puis réessayez"), true);
      }
    } catch {
      say(form, "Pas enregistré : connexion perdue. Nouvel essai dans quelques secondes.", true);
      later(form, 5000);
    }
    delete form.dataset.saving;
    const leaving = departures.get(form);
    if (leaving) { // a button was pressed meanwhile: now the form holds the right version
      departures.delete(form);
      delete form.dataset.again;
      form.requestSubmit(leaving.button);
      return;
    }
    if (form.dataset.again) { delete form.dataset.again; later(form, 300); }
  }
  function later(form, delay) {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => form.isConnected && save(form), delay));
  }
  for (const type of ["input", "change"]) {
    on(type, "form[data-autosave], form[data-guard]", (event, form) => {
      unsaved.add(form);
      if (form.dataset.autosave) later(form, 900);
    });
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    clearTimeout(waiting.get(form));
    if (form.dataset.saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      departures.set(form, { button: event.submitter });
    } else unsaved.delete(form);
  }, true);
  addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });

  // A client's page says once that a person has opened it
  function announceOpening() {
    const place = document.querySelector("[data-opening-url]");
    if (!place) return;
    const tell = () => fetch(place.dataset.openingUrl, { method: "POST", headers: { "X-CSRFToken": csrf() }, keepalive: true }).catch(() => {});
    if (document.visibilityState === "visible") tell();
    else document.addEventListener("visibilitychange", tell, { once: true });
  }
})();
