// What pages do beyond what they do without script: keep what was typed until
// it was saved, ask the follow-up that fits, show messages as they arrive, show
// an answer in place, copy a link. Nothing depends on it.
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
      restore(form, kept.fields);
      say(form, "We kept what you typed last time. It is not saved yet.");
    } else if (kept) {
      offer(form, kept); // a colleague's newer answer is not hidden by an older draft
    }
    const keep = (sent) => store.set(key, { fields: typed(form), served: asServed, at: Date.now(), sent });
    form.addEventListener("input", () => keep(false));
    form.addEventListener("change", () => keep(false));
    form.addEventListener("submit", () => keep(true));
    form.addEventListener("soundings:saved", () => store.remove(key));
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
      restore(form, kept.fields);
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

  const post = (form, data, fragment, signal) => fetch(form.getAttribute("action"), { // a field may be called "action"
    method: "POST", body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
    credentials: "same-origin", signal, headers: { "Soundings-Fragment": fragment, Accept: "text/html" },
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

  function live(list) {
    const state = list.closest("section")?.querySelector("[data-live-state]");
    let wait = 1000;
    let last = "";
    const tell = (words) => { if (state) { state.textContent = words; state.hidden = !words; } };
    const connect = () => {
      const url = new URL(list.dataset.live, location.href);
      if (url.origin !== location.origin) return;
      // A browser sends the last id by itself only while it reconnects by itself.
      if (last) url.searchParams.set("after", last);
      const source = new EventSource(url);
      source.onopen = () => { wait = 1000; tell(""); };
      source.addEventListener("message", (e) => { last = e.lastEventId || last; put(list, e.data); });
      source.onerror = () => {
        tell("The connection was lost. We are trying again; what you have saved is safe.");
        if (source.readyState !== EventSource.CLOSED) return;
        setTimeout(connect, wait * (1 + Math.random() / 2));
        wait = Math.min(wait * 2, 30000);
      };
      window.addEventListener("pagehide", () => source.close(), { once: true }); // frees the connection
    };
    connect();
    window.addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
  }

  // ---- An answer in place ----

  async function send(form, button) {
    const place = form.nextElementSibling?.matches("[data-answer]") ? form.nextElementSibling :
      form.closest(".s-buttons")?.nextElementSibling;
    const data = new FormData(form, button);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await post(form, data, "1");
      if (answer.redirected) { location.assign(answer.url); return; }
      if (!place) { location.reload(); return; }
      const parsed = await parse(answer);
      place.replaceChildren(...parsed.body.childNodes);
      dress(place);
      if (answer.ok) {
        form.dispatchEvent(new Event("soundings:saved"));
        // A form that is sent once only gets the identity of its next sending.
        const next = answer.headers.get("Soundings-Next");
        if (next || form.matches(".s-form--compact")) form.reset();
        if (next && form.elements.event) form.elements.event.value = next;
      }
    } catch {
      if (place) {
        const p = document.createElement("p");
        p.className = "s-live__state";
        p.textContent = "That did not get through. What you typed is still here; please try again in a moment.";
        place.replaceChildren(p);
      }
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.getAttribute("aria-busy") === "true") { e.preventDefault(); return; } // pressed twice
    if (!form.matches("[data-in-place]")) return;
    e.preventDefault();
    send(form, e.submitter);
  });

  // ---- Copying a link ----

  document.addEventListener("click", async (e) => {
    const button = e.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.firstChild.textContent = "Copied";
      setTimeout(() => { button.firstChild.textContent = "Copy"; }, 3000);
    } catch { /* it is selected: the keyboard copies it */ }
  });

  // dress gives what stands under root, a page or a piece of one, its behaviour.
  function dress(root) {
    root.querySelectorAll("[data-copy]").forEach((b) => { b.hidden = false; });
    root.querySelectorAll("form[data-keep]").forEach(keepDraft);
    root.querySelectorAll("[data-follow]").forEach(followChoice);
    root.querySelectorAll("[data-refresh]").forEach(refreshOn);
    root.querySelectorAll("[data-count-for]").forEach(countLeft);
  }

  forget();
  dress(document);
  document.querySelectorAll("[data-live]").forEach(live);
  const problems = document.querySelector("[data-focus]");
  if (problems) problems.focus();
})();
