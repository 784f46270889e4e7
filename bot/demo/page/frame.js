
// What is new stays in sight, as in Discord, unless somebody has scrolled up to read.
const timeline = document.getElementById("channel-timeline");
let follows = true;
for (const scrolling of ["wheel", "touchmove", "keyup"]) {
  timeline.addEventListener(scrolling, () => setTimeout(() => {
    follows = timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 80;
  }, 100), { passive: true });
}
new ResizeObserver(() => {
  if (follows) timeline.scrollTop = timeline.scrollHeight;
}).observe(document.getElementById("channel-message-list"));
