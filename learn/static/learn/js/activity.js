// The page around an H5P activity: opens its frame, and passes on to the server what a content may report, and no more.
// The frame is a stranger: only messages of this very frame count, each is looked at, and there is a limit for all.
const LONGEST = 32768; // characters of a message
const MOST = 60; // reports a minute
const PATIENCE = 30000; // ms until a frame that says nothing counts as failed
const SAVE_AFTER = 1500; // ms of rest before a state is sent
const VERBS = ["answered", "completed", "consume"]; // what is kept; nobody counts clicks

// One token for the whole page: as soon as somebody is known, its other forms need one as well.
let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
function know(fresh) {
  token = fresh;
  for (const form of document.querySelectorAll("form[method=post]")) {
    if (!form.elements.csrfmiddlewaretoken) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken" }));
    }
    form.elements.csrfmiddlewaretoken.value = fresh;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function readerLook() {
  const { kernTheme, text } = document.documentElement.dataset;
  return { colours: kernTheme || "", text: text || "" };
}

// What a part of a content says is nothing of the whole; a set tells of dozens at its end.
function isPart({ object, context }) {
  return String(object?.id).includes("subContentId=") || Boolean(context?.contextActivities?.parent);
}

function mayBeReported(statement) {
  if (typeof statement !== "object" || statement === null || JSON.stringify(statement).length > LONGEST) return false;
  const verb = statement.verb && String(statement.verb.id).split("/").pop();
  return VERBS.includes(verb) && !isPart(statement);
}

class Refused extends Error {}

class Activity {
  constructor(box) {
    this.box = box;
    this.address = box.dataset.activity;
    this.place = box.querySelector("[data-frame]");
    this.say = box.querySelector("[role=status]");
    this.sent = [];
    this.unsent = [];
    this.starter = box.querySelector("[data-start]");
    this.again = box.querySelector("[data-again]");
    this.starter.hidden = false;
    box.querySelector("[data-without]").hidden = true;
    this.starter.addEventListener("click", () => this.start());
    this.again.addEventListener("click", () => this.sendAll());
    window.addEventListener("message", (event) => this.heard(event));
    window.addEventListener("pagehide", () => this.save(true));
  }

  async post(where, what, keepalive = false) {
    const body = JSON.stringify({ ...what, sitting: this.sitting });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const answer = await fetch(this.address + where, { method: "POST", headers, body, keepalive });
    if (answer.status === 403) return { ok: false, status: 403, sentence: this.box.dataset.stale };
    const told = await answer.json();
    if (told.token) know(told.token);
    return { ok: answer.ok, status: answer.status, ...told };
  }

  async start() {
    if (this.box.dataset.trial) {
      this.open(this.box.dataset.trial); // a preview: played and not kept
      return;
    }
    this.starter.disabled = true;
    try {
      const told = await this.post("beginnen/", {});
      if (!told.ok) throw new Refused(told.sentence);
      this.sitting = told.sitting;
      this.state = told.state;
      this.open(told.frame);
    } catch (error) {
      this.say.textContent = (error instanceof Refused && error.message) || this.box.dataset.failed;
      this.starter.disabled = false;
    }
  }

  open(address) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-forms");
    frame.title = this.box.dataset.title;
    frame.src = address;
    this.frame = frame;
    this.starter.hidden = true;
    this.place.append(frame);
    this.say.textContent = this.box.dataset.loading;
    this.waiting = setTimeout(() => this.fail(), PATIENCE);
  }

  heard(event) {
    // An opaque origin is written "null"; the source is what cannot be forged.
    if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== "null") return;
    const told = event.data;
    if (typeof told !== "object" || told === null) return;
    if (told.h5p === "ready") event.source.postMessage({ h5p: "begin", state: this.state, look: readerLook() }, "*");
    if (told.h5p === "started") this.lead();
    if (told.h5p === "failed") this.fail();
    if (told.h5p === "resize" && Number.isFinite(told.height)) {
      this.frame.style.blockSize = `${Math.min(Math.max(told.height, 80), 8000)}px`;
    }
    if (told.h5p === "statement" && mayBeReported(told.statement)) this.report(told.statement);
    if (told.h5p === "state" && typeof told.state === "string" && told.state.length <= LONGEST) {
      this.newState = told.state;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), SAVE_AFTER);
    }
  }

  // The frame cannot be had, or the content in it breaks: one can try again, or take the version below.
  fail() {
    clearTimeout(this.waiting);
    this.frame.remove();
    this.frame = null;
    this.starter.hidden = this.starter.disabled = false;
    this.say.textContent = this.box.dataset.failed;
  }

  // The heading inside takes the focus, and only now: a frame that still loads would lose it. Whoever has gone elsewhere
  // meanwhile is left there.
  lead() {
    clearTimeout(this.waiting);
    this.say.textContent = this.box.dataset.ready;
    if (document.activeElement === document.body) this.frame.contentWindow.postMessage({ h5p: "lead" }, "*");
  }

  report(statement) {
    if (!this.sitting) return;
    const now = Date.now();
    this.sent = this.sent.filter((moment) => now - moment < 60000);
    if (this.sent.length >= MOST) return;
    this.sent.push(now);
    this.unsent.push({ key: newKey(), statement });
    this.sendAll();
  }

  async sendAll() {
    if (this.sending) return;
    this.sending = true;
    this.again.hidden = true;
    try {
      while (this.unsent.length) {
        const told = await this.post("ergebnis/", this.unsent[0], true);
        if (told.status >= 500 || told.status === 403 || told.status === 429) throw new Refused(told.sentence);
        this.unsent.shift();
        if (told.sentence) this.say.textContent = told.sentence;
      }
    } catch (error) {
      // kept here, and sent again with the same key
      this.say.textContent = (error instanceof Refused && error.message) || this.box.dataset.unsent;
      this.again.hidden = false;
    } finally {
      this.sending = false;
    }
    this.save();
  }

  async save(leaving = false) {
    if (this.newState === undefined || this.newState === this.state || !this.sitting) return;
    const state = this.newState;
    try {
      const told = await this.post("stand/", { state }, leaving);
      if (told.ok && told.kept) this.state = state;
    } catch {
      // the next state will be sent
    }
  }
}

for (const box of document.querySelectorAll("[data-activity]")) new Activity(box);
