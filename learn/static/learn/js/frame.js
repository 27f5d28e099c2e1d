// Inside the frame: starts the player when the page around says so, and tells that page what happens.
// The frame has no origin. Storage is out of reach, and the player asks for it, so it gets one that forgets.
const main = document.querySelector("main");
const note = document.getElementById("note");
const LOOK_AGAIN = 2000; // ms between two looks at how far somebody has come

function forgetful() {
  const kept = new Map();
  return {
    getItem: (key) => (kept.has(key) ? kept.get(key) : null),
    setItem: (key, value) => kept.set(key, String(value)),
    removeItem: (key) => kept.delete(key),
  };
}
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { value: forgetful() });
}

const tell = (what, more) => window.parent.postMessage({ h5p: what, ...more }, "*");

function watchState() {
  let last = "";
  const look = () => {
    const instance = window.H5P && H5P.instances && H5P.instances[0];
    if (!instance || typeof instance.getCurrentState !== "function") return;
    try {
      const state = JSON.stringify(instance.getCurrentState()) || "";
      if (state !== last) tell("state", { state: (last = state) });
    } catch {
      // a content that cannot say where it stands begins anew next time
    }
  };
  setInterval(look, LOOK_AGAIN);
  return look;
}

function begin({ state, look }) {
  const root = document.documentElement;
  if (look && look.colours) root.dataset.theme = look.colours;
  if (look && look.text) root.dataset.text = look.text;
  const given = main.dataset;
  const options = {
    id: "activity",
    h5pJsonPath: given.files,
    contentJsonPath: `${given.files}/content`,
    librariesPath: given.libraries,
    frameJs: given.script,
    frameCss: given.style,
    embedType: "div",
    saveFreq: 1,
    xAPIObjectIRI: given.activity,
    frame: false,
    copyright: false,
    export: false,
    icon: false,
    fullScreen: false,
  };
  if (state) options.contentUserData = [{ state }];
  new H5PStandalone.H5P(document.getElementById("activity"), options).then(
    () => {
      note.textContent = "";
      const lookNow = watchState();
      H5P.externalDispatcher.on("xAPI", (event) => {
        tell("statement", { statement: JSON.parse(JSON.stringify(event.data.statement)) });
        lookNow();
      });
      tell("started");
    },
    () => {
      note.textContent = note.dataset.failed;
      tell("failed");
    },
  );
  new ResizeObserver(() => tell("resize", { height: Math.ceil(main.getBoundingClientRect().height) })).observe(main);
}

let begun = false;
window.addEventListener("message", (event) => {
  const told = event.source === window.parent && event.data ? event.data.h5p : "";
  if (told === "begin" && !begun) {
    begun = true;
    begin(event.data);
  }
  if (told === "lead") document.querySelector("h1").focus();
});
tell("ready");
