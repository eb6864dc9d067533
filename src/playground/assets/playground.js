// @ts-check
// The page's own script: sends what the visitor does and puts the answers in place. It knows nothing of the bot.

const language = document.documentElement.lang;
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const settings = /** @type {HTMLFormElement} */ (document.getElementById("settings"));
const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("form"));

/** @typedef {{ id: string, pane: string, replaces?: string, html: string }} Message */
/** @typedef {{ messages: Message[], form?: string, now: number }} Answer */

/**
 * Sends JSON and shows what comes back.
 * @param {string} path
 * @param {object} body
 */
async function send(path, body) {
  const trouble = /** @type {HTMLElement} */ (document.getElementById("trouble"));
  try {
    const response = await fetch(`/playground/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ locale: language, ...body }),
    });
    if (!response.ok) throw new Error(String(response.status));
    show(/** @type {Answer} */ (await response.json()));
    trouble.hidden = true;
  } catch {
    trouble.hidden = false;
  }
}

/** @param {Answer} answer */
function show({ messages, form, now }) {
  /** @type {Set<Element>} */
  const moved = new Set();
  for (const message of messages) {
    const log = /** @type {HTMLElement} */ (document.getElementById(`log-${message.pane}`));
    const place = document.createElement("template");
    place.innerHTML = message.html;
    const old = message.replaces === undefined ? null : document.getElementById(message.replaces);
    const hadFocus = old?.contains(document.activeElement) ?? false;
    const shown = /** @type {HTMLElement} */ (place.content.firstElementChild);
    if (old) old.replaceWith(shown);
    else log.append(shown);
    // The button that was pressed is gone with its message: whoever goes by keyboard stays at the one that took its place.
    if (hadFocus) /** @type {HTMLElement | null} */ (shown.querySelector("button, a, select"))?.focus();
    // What is new is read from its beginning, with the question above it.
    const before = shown.previousElementSibling;
    const top = /** @type {HTMLElement} */ (!old && before?.classList.contains("you") ? before : shown);
    if (!moved.has(log)) log.scrollTop = top.offsetTop;
    moved.add(log);
  }
  if (form !== undefined && dialog) {
    dialog.innerHTML = form;
    dialog.showModal();
  }
  showNow(now);
}

/** @param {number} now */
function showNow(now) {
  const clock = document.getElementById("now");
  // Plain "en" would be American.
  const locale = language === "en" ? "en-GB" : language;
  if (clock) clock.textContent = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" }).format(now);
}

/** @param {string} text @param {string} as */
function say(text, as) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("you"));
  for (const log of document.querySelectorAll(".log")) {
    const said = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const line = /** @type {HTMLElement} */ (said.querySelector(".said"));
    line.textContent = { command: `/linkedin-ai ${text}`, mention: `@linkedin-ai-bot ${text}`, dm: text }[as] ?? text;
    log.append(said);
    log.scrollTop = log.scrollHeight;
  }
  return send("act", { ...who(), panes: ["slack", "discord"], what: { kind: "say", as, text } });
}

function who() {
  const admin = /** @type {HTMLInputElement} */ (settings.elements.namedItem("admin"));
  return { timeZone, isAdmin: admin.checked };
}

/** @param {HTMLElement} pressed @param {string} action */
function press(pressed, action) {
  const pane = pressed.closest(".pane")?.classList.contains("slack") ? "slack" : "discord";
  const { message, private: isPrivate } = pressed.dataset;
  return send("act", { ...who(), panes: [pane], what: { kind: "press", action, message, private: isPrivate === "true" } });
}

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("button")) : null;
  if (!pressed) return;
  const { action, advance, say: words } = pressed.dataset;
  if (action !== undefined) void press(pressed, action);
  if (advance !== undefined) void send("advance", { ms: Number(advance) });
  if (words !== undefined) void say(words, "command");
  if ("chooses" in pressed.dataset) {
    const chosen = /** @type {HTMLSelectElement} */ (pressed.previousElementSibling).value;
    if (chosen !== "") void press(pressed, chosen);
  }
  if (pressed.id === "start-over") {
    for (const log of document.querySelectorAll(".log")) log.replaceChildren();
    void send("start-over", {});
  }
});

document.getElementById("say")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const text = /** @type {HTMLInputElement} */ (form.elements.namedItem("text"));
  const as = /** @type {HTMLSelectElement} */ (form.elements.namedItem("as"));
  void say(text.value.trim(), as.value);
  text.value = "";
});

settings.addEventListener("change", (event) => {
  const { name, value } = /** @type {HTMLSelectElement} */ (event.target);
  if (name === "lang") location.search = `?lang=${value}`;
  if (name === "region" && value !== "") void send("region", { region: value });
});

dialog?.addEventListener("close", () => {
  const form = dialog.querySelector("form");
  if (dialog.returnValue !== "submit" || !form) return;
  const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  void send("act", { ...who(), panes: [form.dataset.pane], what: { kind: "submit", action: form.dataset.submits, values } });
});

showNow(Date.now());
