"use strict";
const place = "zbb" + location.pathname;
const kept = sessionStorage.getItem(place);
if (kept !== null) {
  sessionStorage.removeItem(place);
  if (!location.hash) scrollTo(0, Number(kept));
}
const shown = document.querySelector("meta[name=zbb-number]").content;
new EventSource("/events?after=" + shown).onmessage = () => {
  sessionStorage.setItem(place, String(scrollY));
  location.reload();
};
