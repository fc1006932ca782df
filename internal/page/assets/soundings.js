// What pages do beyond what they do without script: keep what was typed until
// it was saved, send a form without losing it where nobody answers, ask what
// follows from a choice, show messages as they arrive, show an answer in place,
// copy a link or a list of them. Nothing depends on it.
"use strict";
(() => {
  const storeKey = (key) => "soundings:" + key;
  const keptFor = 30 * 24 * 3600 * 1000;

  // The browser may refuse to store anything (private windows, full disk).
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* typed words stay in the page */ } },
    remove(key) { try { localStorage.removeItem(key); } catch { /* nothing was stored */ } },
  };

  // ---- What was typed is kept ----

  const keepable = (form) => [...form.elements].filter((e) => e.name && !e.closest("[data-no-keep]") &&
    (e.tagName === "TEXTAREA" || e.tagName === "SELECT" ||
      (e.tagName === "INPUT" && !["hidden", "file", "password", "submit", "button"].includes(e.type))));
  const ticked = (e) => e.type === "radio" || e.type === "checkbox";
  const typed = (form) => keepable(form).map((e) => [e.name, ticked(e) ? e.value : "", ticked(e) ? e.checked : e.value]);

  function restore(form, fields) {
    for (const [name, value, now] of fields) {
      for (const e of keepable(form)) {
        if (e.name !== name || (ticked(e) && e.value !== value)) continue;
        if (ticked(e)) e.checked = now; else e.value = now;
      }
    }
  }

  function keepDraft(form) {
    const key = storeKey(form.dataset.keep);
    const asServed = JSON.stringify(typed(form));
    const kept = store.get(key);
    if (kept && JSON.stringify(kept.fields) === asServed) {
      store.remove(key);
    } else if (kept && kept.served === asServed) {
      putBack(form, kept);
      say(form, kept.event ? "We kept what you sent last time, as no answer came. It may have arrived. Sending it again does no harm." :
        "We kept what you typed last time. It is not saved yet.");
    } else if (kept) {
      offer(form, kept); // a colleague's newer answer is not hidden by an older draft
    }
    const keep = (sent) => store.set(key, { fields: typed(form), served: asServed, at: Date.now(), sent,
      event: tried.get(form) === stands(form) ? form.elements.event?.value : "" });
    form.addEventListener("input", () => keep(false));
    form.addEventListener("change", () => keep(false));
    form.addEventListener("soundings:sending", () => keep(true));
    form.addEventListener("soundings:unsent", () => keep(false));
    form.addEventListener("soundings:saved", () => store.remove(key));
  }

  // What was sent and not answered is, as it stands, the same deed when it is sent again.
  function putBack(form, kept) {
    restore(form, kept.fields);
    if (!kept.event || !form.elements.event) return;
    form.elements.event.value = kept.event;
    tried.set(form, stands(form));
  }

  function say(form, words) {
    const note = document.createElement("p");
    note.className = "s-follow";
    note.setAttribute("role", "status");
    note.textContent = words;
    form.prepend(note);
    return note;
  }

  function offer(form, kept) {
    const note = say(form, "This answer has changed since you last typed here. ");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "s-button-plain";
    button.textContent = "Put back what you typed";
    button.addEventListener("click", () => {
      restore(form, kept.fields); // as a deed of its own
      form.dispatchEvent(new Event("change", { bubbles: true }));
      note.remove();
    });
    note.append(button);
  }

  // A page that says "Saved" says it of what was sent last. An error page does
  // not, so the words are still there when somebody goes back.
  function forget() {
    const saved = document.querySelector(".govuk-notification-banner--success");
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(storeKey(""))) continue;
        const kept = store.get(key);
        if (!kept || !(Date.now() - kept.at < keptFor) || (saved && kept.sent)) store.remove(key);
      }
    } catch { /* no storage, nothing kept */ }
  }

  function clear(button) {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(storeKey(""))).forEach((key) => localStorage.removeItem(key));
    } catch { /* no storage, nothing kept */ }
    document.getElementById(button.dataset.clear).textContent = "Cleared: nothing that you typed here is kept on this device any more.";
  }

  // ---- The follow-up that fits the choice ----

  function followChoice(group) {
    const place = document.querySelector(`[data-follow-for="${CSS.escape(group.dataset.follow)}"]`);
    if (!place) return;
    const hints = [...group.querySelectorAll("[data-follow-hint]")];
    const show = () => {
      const chosen = group.querySelector("input:checked");
      const hint = chosen && hints.find((h) => h.id === chosen.id + "-about");
      const html = hint ? hint.innerHTML : "";
      if (place.innerHTML !== html) place.innerHTML = html; // ours, from this page
      place.hidden = !hint;
    };
    hints.forEach((h) => {
      h.hidden = true;
      document.getElementById(h.id.replace(/-about$/, ""))?.removeAttribute("aria-describedby");
    });
    group.closest("form")?.addEventListener("change", show);
    show();
  }

  // What makes no sense without a tick or a choice appears with it.
  function showWhen(group) {
    const option = document.getElementById(group.dataset.when);
    if (!option?.form) return;
    if (group.previousElementSibling?.contains(option)) group.classList.add("s-when");
    const show = () => {
      group.hidden = !option.checked && !group.matches(".govuk-form-group--error");
      group.querySelectorAll("input, textarea").forEach((e) => { e.disabled = group.hidden; }); // what is hidden is not sent
    };
    option.form.addEventListener("change", show);
    show();
  }

  const post = (form, data, fragment, signal, keepalive = false) => fetch(form.getAttribute("action"), { // a field may be called "action"
    method: "POST", body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
    credentials: "same-origin", signal, keepalive, headers: { "Soundings-Fragment": fragment, Accept: "text/html" },
  });
  const parse = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  // ---- The form as it is asked after a choice ----

  const latest = new WeakMap(); // of a form: the request that its fields wait for

  // Only the fields are replaced; what was typed in them and the focus stay.
  async function refresh(form) {
    latest.get(form)?.abort();
    const request = new AbortController();
    latest.set(form, request);
    try {
      const answer = await post(form, new FormData(form), "refresh", request.signal);
      const asked = answer.ok && (await parse(answer)).querySelector("form");
      if (!asked || form.getAttribute("aria-busy") === "true") return;
      const fields = typed(form);
      const { id, selectionStart: from, selectionEnd: to } = document.activeElement;
      for (const e of asked.querySelectorAll(":scope > input[type=hidden]")) form.elements[e.name].value = e.value;
      form.querySelector(".s-form__fields").replaceWith(asked.querySelector(".s-form__fields"));
      restore(form, fields);
      dress(form);
      if (!id || document.activeElement.id === id) return;
      document.getElementById(id)?.focus({ preventScroll: true });
      if (from != null) document.activeElement.setSelectionRange?.(from, to);
    } catch { /* unanswered, the form stays as it is */ }
  }

  function refreshOn(group) {
    const form = group.closest("form");
    const kept = [...group.querySelectorAll("input")].some((e) => e.checked !== e.defaultChecked);
    group.addEventListener("change", () => refresh(form));
    if (kept && !latest.has(form)) refresh(form);
  }

  function countLeft(count) {
    const words = document.getElementById(count.dataset.countFor);
    const max = Number(words?.getAttribute("maxlength"));
    if (!max) return;
    const show = () => {
      const left = max - words.value.length;
      count.textContent = left === 1 ? "1 character left" : `${left.toLocaleString("en-GB")} characters left`;
    };
    words.addEventListener("input", show);
    show();
  }

  // ---- Messages as they arrive ----

  function put(list, html) {
    const arrived = new DOMParser().parseFromString(html, "text/html");
    const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 120;
    for (const article of [...arrived.querySelectorAll("article")]) {
      const old = article.id && document.getElementById(article.id);
      if (old) swap(old, article);
      else if ("newest" in list.dataset) list.prepend(article);
      else list.append(article);
      if (!old && atEnd && !("newest" in list.dataset)) article.scrollIntoView({ block: "nearest" });
      dress(article);
    }
    list.querySelector("[data-live-empty]")?.remove();
  }

  // A message in which somebody is typing or about to press waits until they leave it.
  function swap(old, article) {
    if (!old.contains(document.activeElement)) { old.replaceWith(article); return; }
    const leave = (e) => {
      if (old.contains(e.relatedTarget)) return;
      old.removeEventListener("focusout", leave);
      if (old.isConnected) old.replaceWith(article);
    };
    old.addEventListener("focusout", leave);
  }

  const leaving = new Set(); // what to end when this page goes

  function live(list) {
    const state = list.closest("section")?.querySelector("[data-live-state]");
    let wait = 1000;
    let last = "";
    let source;
    let timer;
    const leave = () => { clearTimeout(timer); source?.close(); }; // frees the connection
    leaving.add(leave);
    const tell = (words) => { if (state) { state.textContent = words; state.hidden = !words; } };
    const connect = () => {
      const url = new URL(list.dataset.live, location.href);
      if (url.origin !== location.origin) return;
      // A browser sends the last id by itself only while it reconnects by itself.
      if (last) url.searchParams.set("after", last);
      source = new EventSource(url);
      source.onopen = () => { wait = 1000; tell(""); back(); };
      source.addEventListener("message", (e) => { last = e.lastEventId || last; put(list, e.data); });
      source.onerror = () => {
        tell("The connection was lost. We are trying again; what you have saved is safe.");
        if (source.readyState !== EventSource.CLOSED) return;
        timer = setTimeout(connect, wait * (1 + Math.random() / 2));
        wait = Math.min(wait * 2, 30000);
      };
    };
    connect();
  }

  window.addEventListener("pagehide", () => leaving.forEach((leave) => leave()));
  window.addEventListener("pageshow", (e) => { if (e.persisted && leaving.size > 0) location.reload(); });

  // ---- Sending a form ----

  const patience = 30000; // for an answer to what is not a file
  const unsent = new Map(); // forms that did not get through: what is tried again
  const tried = new WeakMap(); // of a form without an answer: what stood in it when it was sent

  const stands = (form) => JSON.stringify([typed(form),
    [...form.querySelectorAll("input[type=file]")].flatMap((e) => [...e.files].map((f) => [f.name, f.size, f.lastModified]))]);
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(26)), (n) => "abcdefghijklmnopqrstuvwxyz234567"[n & 31]).join("");

  // A browser sends 64 kB to its end though somebody leaves the page at once, of
  // all that is under way together; a form without a file is hardly ever larger.
  const mostKept = 60000;
  const underway = new Map(); // of a form that is being sent so: its size
  const bulk = (form, data) => form.enctype === "multipart/form-data" ?
    [...data].reduce((sum, [name, value]) => sum + 300 + new Blob([name, value]).size, 0) : String(new URLSearchParams(data)).length;

  function outlasts(form, data) {
    const size = bulk(form, data);
    const fits = [...underway.values()].reduce((sum, n) => sum + n, size) <= mostKept;
    if (fits) underway.set(form, size);
    return fits;
  }

  // A form that is sent again as it stood is the same deed, so trying again does
  // no harm. With other words in it, it is another: the first may have arrived.
  async function send(form, button, byItself) {
    const inPlace = form.matches("[data-in-place]");
    const stood = stands(form);
    if (form.elements.event && tried.has(form) && tried.get(form) !== stood) form.elements.event.value = fresh();
    tried.set(form, stood);
    const request = new AbortController();
    const late = form.enctype === "multipart/form-data" ? 0 : setTimeout(() => request.abort(), patience);
    form.setAttribute("aria-busy", "true");
    form.dispatchEvent(new Event("soundings:sending"));
    try {
      const data = new FormData(form, button);
      const answer = await post(form, data, inPlace ? "1" : "", request.signal, outlasts(form, data));
      const page = await parse(answer);
      const theirs = answer.ok && !inPlace && !page.querySelector("#main"); // of something in between
      if (theirs || [502, 503, 504].includes(answer.status)) throw new Error("nobody takes it");
      settled(form);
      arrived(form, answer, page, inPlace);
    } catch {
      lost(form, button, byItself);
    } finally {
      clearTimeout(late);
      underway.delete(form);
      form.removeAttribute("aria-busy");
    }
  }

  function arrived(form, answer, page, inPlace) {
    if (answer.ok && (inPlace || form.dataset.keepUntil === "sent") && tried.get(form) === stands(form)) form.dispatchEvent(new Event("soundings:saved"));
    if (answer.ok) tried.delete(form);
    if (answer.redirected) location.assign(answer.url);
    else if (inPlace) putInPlace(form, answer, page);
    else if (answer.ok || page.querySelector("[data-focus]")) become(page, answer.url, form.getAttribute("action").split("#")[1]);
    else refused(form, answer, page);
  }

  function refused(form, answer, page) {
    const lines = [...page.querySelectorAll(".s-heading, #main .govuk-body")].map((e) => e.textContent);
    note(form, lines.length > 0 ? lines : ["That was not taken", `The answer was ${answer.status}. What you wrote is still here.`]);
  }

  function putInPlace(form, answer, page) {
    const place = form.nextElementSibling?.matches("[data-answer]") ? form.nextElementSibling :
      form.closest(".s-buttons")?.nextElementSibling;
    if (!place) { location.reload(); return; }
    place.replaceChildren(...page.body.childNodes);
    dress(place);
    if (!answer.ok) return;
    // A form that is sent once only gets the identity of its next sending.
    const next = answer.headers.get("Soundings-Next");
    if (next || form.matches(".s-form--compact")) form.reset();
    if (next && form.elements.event) form.elements.event.value = next;
  }

  // note says something at a form, where the focus stays.
  function note(form, lines) {
    form.querySelector(".s-unsent")?.remove();
    const box = document.createElement("div");
    box.className = "s-unsent";
    box.setAttribute("role", "alert");
    box.append(...lines.map((line, i) => {
      const p = document.createElement("p");
      p.className = "govuk-body";
      const words = i === 0 ? document.createElement("strong") : p;
      words.textContent = line;
      if (words !== p) p.append(words);
      return p;
    }));
    const row = form.querySelector(".s-buttons");
    if (row) row.before(box); else form.append(box);
  }

  const called = (form, button) => (button ?? form.querySelector("[type=submit]"))?.firstChild?.textContent.trim() ?? "the button";

  function lost(form, button, byItself) {
    form.dispatchEvent(new Event("soundings:unsent"));
    const before = unsent.get(form);
    clearTimeout(before?.timer);
    const wait = byItself ? Math.min(before.wait * 2, 30000) : 2000;
    unsent.set(form, { button, wait, timer: setTimeout(() => again(form), wait) });
    if (byItself) return; // it was said
    const kept = keepable(form).length === 0 ? "" : form.dataset.keep ? "What you wrote is kept on this device. " : "What you wrote is still here. ";
    note(form, ["Not sent yet", "Soundings can’t be reached just now. It may be restarting, or your connection may be down. " + kept +
      `It is sent by itself when Soundings is back, or press “${called(form, button)}” again. Pressing twice does no harm.`]);
  }

  function settled(form) {
    clearTimeout(unsent.get(form)?.timer);
    unsent.delete(form);
    form.querySelector(".s-unsent")?.remove();
  }

  // Somebody who has gone on, or has written more, is not taken away from that:
  // they are told that they can press now.
  async function again(form) {
    const left = unsent.get(form);
    if (!left || form.getAttribute("aria-busy") === "true") return;
    clearTimeout(left.timer);
    if (!form.isConnected) { unsent.delete(form); return; }
    const at = document.activeElement;
    if ((at === document.body || form.contains(at)) && stands(form) === tried.get(form)) { send(form, left.button, true); return; }
    if (await reachable()) {
      if (unsent.get(form) === left) note(form, ["Soundings is back", `This is not sent yet. Press “${called(form, left.button)}” to send it.`]);
      return;
    }
    left.wait = Math.min(left.wait * 2, 30000);
    left.timer = setTimeout(() => again(form), left.wait);
  }

  async function reachable() {
    try {
      return (await fetch(document.querySelector("link[rel=icon]").href, { method: "HEAD", cache: "no-store" })).ok;
    } catch { return false; }
  }

  const back = () => [...unsent.keys()].forEach(again);
  window.addEventListener("online", back);

  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.getAttribute("method") !== "post") return;
    e.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") send(form, e.submitter, false); // else it was pressed twice
  });

  // ---- The page that answers ----

  let shown = history.state?.page ?? 0;
  let address = location.pathname + location.search;

  // become shows the page that a form was answered with, as if it had been
  // loaded.
  function become(page, url, place) {
    leaving.forEach((leave) => leave());
    leaving.clear();
    const to = new URL(url);
    const same = to.pathname + to.search === address;
    address = to.pathname + to.search;
    shown = same ? shown : Date.now();
    history[same ? "replaceState" : "pushState"]({ page: shown }, "", address + (place ? "#" + place : ""));
    page.querySelectorAll("noscript").forEach((e) => e.remove());
    document.title = page.title;
    document.documentElement.className = page.documentElement.className;
    document.body.replaceWith(page.body);
    arrive();
    const target = place && document.getElementById(place);
    if (target) target.scrollIntoView(); else window.scrollTo(0, 0);
    if (document.querySelector("[data-focus]")) return;
    const start = target ?? document.querySelector("h1");
    start?.setAttribute("tabindex", "-1");
    start?.focus({ preventScroll: true });
  }

  window.addEventListener("popstate", () => {
    const page = history.state?.page;
    if (page ? page !== shown : location.pathname + location.search !== address) location.reload();
  });

  // ---- Copying a link, or a list of them ----

  document.addEventListener("click", async (e) => {
    const wipe = e.target.closest("[data-clear]");
    if (wipe) clear(wipe);
    const button = e.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      const label = button.firstChild;
      button.dataset.label ??= label.textContent;
      label.textContent = "Copied";
      setTimeout(() => { label.textContent = button.dataset.label; }, 3000);
    } catch { /* it is selected: the keyboard copies it */ }
  });

  // dress gives what stands under root, a page or a piece of one, its behaviour.
  function dress(root) {
    root.querySelectorAll("[data-copy], [data-clear]").forEach((b) => { b.hidden = false; });
    root.querySelectorAll("form[data-keep]").forEach(keepDraft);
    root.querySelectorAll("[data-follow]").forEach(followChoice);
    root.querySelectorAll("[data-when]").forEach(showWhen);
    root.querySelectorAll("[data-refresh]").forEach(refreshOn);
    root.querySelectorAll("[data-count-for]").forEach(countLeft);
  }

  function arrive() {
    forget();
    dress(document);
    document.querySelectorAll("[data-live]").forEach(live);
    document.querySelector("[data-focus]")?.focus();
  }
  arrive();
})();
