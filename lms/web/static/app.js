// Makes pages quicker; no page needs it. Each part looks for its own mark and
// does nothing where there is none.

const find = (mark, within = document) => within.querySelector(mark);
const all = (mark, within = document) => [...within.querySelectorAll(mark)];

// A browser may refuse to remember things; then the page works as without script.
const memory = {
  get(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, value); } catch { /* not remembered */ }
  },
};

// The summary of problems, or the outcome of an answer, is read first.
find("[data-focus]")?.focus();

function showPassword(box) {
  const fields = all('input[type="password"]');
  box.hidden = false;
  find("input", box).addEventListener("change", (event) => {
    for (const field of fields) field.type = event.target.checked ? "text" : "password";
  });
  // Password managers look for the type when the form leaves.
  fields[0]?.form.addEventListener("submit", () => {
    for (const field of fields) field.type = "password";
  });
}
for (const box of all("[data-show-password]")) showPassword(box);

function copyOnPress(button) {
  const said = find("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      if (said) said.textContent = said.dataset.copied;
    } catch {
      if (said) said.textContent = button.dataset.copy;
    }
  });
}
for (const button of all("[data-copy]")) copyOnPress(button);

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Letters A to E choose while focus is inside the question, and can be turned off.
function letterKeys(form) {
  const panel = find("[data-keys]", form);
  const toggle = panel && find("input", panel);
  if (!toggle) return;
  panel.hidden = false;
  toggle.checked = memory.get("letter-keys") !== "off";
  toggle.addEventListener("change", () => memory.set("letter-keys", toggle.checked ? "on" : "off"));
  find(".option-list", form).addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = find(`[data-letter="${CSS.escape(event.key.toUpperCase())}"]`, form);
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    if (choice.type === "radio") choice.checked = true;
    else choice.checked = !choice.checked;
  });
}

// Without a connection the choice stays on the page, and a sentence says so.
function keepOffline(form) {
  const line = find("[data-offline]", form);
  if (!line) return;
  const tell = () => {
    line.textContent = navigator.onLine ? "" : line.dataset.offline;
  };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    tell();
  });
}
for (const form of all("form[data-question]")) {
  letterKeys(form);
  keepOffline(form);
}

// Leaving with words not sent: the browser asks first.
function warnBeforeLeaving(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
for (const form of all("form[data-keep]")) warnBeforeLeaving(form);

// A form that is sent twice by a nervous finger is sent once.
for (const form of all('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}

// In a module: mark the part being read, and offer the way back to it next time.
function readingPlace(page) {
  const parts = all("[data-part]", page);
  const key = `place:${page.dataset.reading}`;
  const back = find("[data-resume]", page);
  const before = parts.find((part) => part.id === memory.get(key));
  if (back && before && before !== parts[0] && !location.hash) {
    const link = find("a", back);
    link.hash = before.id;
    link.textContent = find("h2", before)?.textContent ?? link.textContent;
    back.hidden = false;
  }
  const contents = find("[data-contents]");
  const watch = new IntersectionObserver((seen) => {
    const top = seen.filter((each) => each.isIntersecting).at(-1);
    if (!top) return;
    memory.set(key, top.target.id);
    if (!contents) return;
    for (const link of all("a", contents)) {
      if (link.hash === `#${top.target.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-20% 0px -60% 0px" });
  for (const part of parts) watch.observe(part);
}
for (const page of all("[data-reading]")) readingPlace(page);
