// Draws what the server tells, and asks it for what is pressed. Decides nothing.

const POLL_MS = 1000;
const PATIENCE_MS = 20000;
const byId = (id) => document.getElementById(id);
const narrow = window.matchMedia("(max-width: 1000px)");

let opening = null;
let noticed = 0;
let current = null;

async function ask(path, body) {
  const answer = await fetch(path, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function say(text, isBad = false) {
  byId("notice").textContent = text;
  byId("notice").classList.toggle("bad", isBad);
}

async function act(path, body, meanwhile = "") {
  if (meanwhile) say(meanwhile);
  try {
    draw(await ask(path, body));
  } catch {
    say("No answer from the demo. Is it still running?", true);
  }
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function fold(name, open) {
  byId(name).classList.toggle("open", open);
  byId(`fold-${name}`).setAttribute("aria-expanded", String(open));
}

function open(place) {
  fold("people", false);
  fold("tour", false);
  // What is shown asks for news all the time: not of the one that comes after it.
  show("about:blank");
  opening = null;
  act("open", { place });
}

function show(address) {
  byId("discord").contentWindow.location.replace(new URL(address, window.location.href));
}

function drawPeople(people, place) {
  const nav = byId("people");
  if (!nav.childElementCount) {
    for (const person of people) {
      const list = element("ul");
      for (const { id, name } of person.places) {
        const button = element("button", { type: "button", id: `place-${id}` }, element("span", { textContent: name }));
        button.append(element("span", { className: "badge", hidden: true }));
        button.addEventListener("click", () => open(id));
        list.append(element("li", {}, button));
      }
      const role = element("span", { textContent: person.role });
      nav.append(element("section", { className: "person" }, element("h2", {}, `${person.name} `, role), list));
    }
  }
  let all = 0;
  for (const person of people) {
    for (const { id, name, unread } of person.places) {
      const button = byId(`place-${id}`);
      if (id === place) {
        button.setAttribute("aria-current", "true");
        const whose = `Discord, as ${person.name} sees ${name}`;
        byId("whose").textContent = byId("discord").title = whose;
      } else button.removeAttribute("aria-current");
      badge(button.lastElementChild, unread);
      all += unread;
    }
  }
  badge(byId("unread"), all);
}

function badge(shown, number) {
  shown.hidden = !number;
  if (shown.textContent === String(number)) return;
  shown.replaceChildren(String(number), element("span", { className: "unseen", textContent: " unread" }));
}

function drawTour(tour) {
  const list = byId("steps");
  if (!list.childElementCount) {
    tour.forEach((step, index) => {
      const tick = element("span", { className: "tick", textContent: String(index + 1), ariaHidden: "true" });
      const state = element("span", { className: "unseen" });
      const go = element("button", { type: "button", textContent: "Take me there" });
      go.addEventListener("click", () => open(step.place));
      const summary = element("summary", {}, tick, element("span", {}, step.title, state));
      const details = element("details", {}, summary, element("p", { textContent: step.how }), go);
      list.append(element("li", { id: `step-${step.id}` }, details));
    });
  }
  const done = tour.filter((step) => step.is_done).length;
  const next = tour.find((step) => !step.is_done)?.id ?? "";
  for (const step of tour) {
    const item = byId(`step-${step.id}`);
    item.classList.toggle("done", step.is_done);
    if (step.is_done) item.querySelector(".tick").textContent = "✓";
    item.querySelector(".unseen").textContent = step.is_done ? ", done" : "";
  }
  if (next !== current) {
    current = next;
    for (const step of tour) byId(`step-${step.id}`).firstElementChild.open = step.id === next;
  }
  byId("tour-count").textContent = `${done}/${tour.length}`;
  byId("end").hidden = done < tour.length;
}

function draw(state) {
  byId("clock").textContent = state.clock;
  byId("zone").textContent = state.zone.split("/").at(-1).replaceAll("_", " ");
  drawPeople(state.people, state.place);
  drawTour(state.tour);
  if (state.notice.number !== noticed) {
    noticed = state.notice.number;
    say(state.notice.text, state.notice.is_bad);
  }
  if (state.opening !== opening) {
    opening = state.opening;
    show(`discord/?${opening}#shown`);
  }
}

async function poll() {
  try {
    draw(await ask("state"));
  } catch {
    say("The demo has ended, or this machine is very busy.", true);
  }
  setTimeout(poll, POLL_MS);
}

for (const button of document.querySelectorAll("[data-seconds]")) {
  button.addEventListener("click", () => act("pass", { seconds: Number(button.dataset.seconds) }, "Time passes…"));
}
document.querySelector("[data-next]").addEventListener("click", () => act("pass", { to: "next message" }, "Time passes…"));
for (const name of ["people", "tour"]) {
  byId(`fold-${name}`).addEventListener("click", () => {
    const other = name === "people" ? "tour" : "people";
    fold(other, false);
    fold(name, !byId(name).classList.contains("open"));
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !narrow.matches) return;
  for (const name of ["people", "tour"]) {
    if (!byId(name).classList.contains("open")) continue;
    fold(name, false);
    byId(`fold-${name}`).focus();
  }
});
poll();
