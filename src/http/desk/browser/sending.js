// Says in words how far sending has come, for whoever does not see it; only when that has changed.

const place = document.getElementById('sending-said');
const said = () => document.getElementById('sending')?.getAttribute('data-say') ?? '';
let last = said();

new MutationObserver(() => {
  const now = said();
  if (now === last) return;
  last = now;
  if (place) place.textContent = now;
}).observe(document.getElementById('sending')?.parentElement ?? document.body, { childList: true });
