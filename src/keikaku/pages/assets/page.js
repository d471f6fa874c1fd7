"use strict";
/* Comfort only: every page works without this script. */

(function () {
  const key = "keikaku-language";

  function remembered() {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; then nothing is remembered
    }
  }

  function remember(language) {
    try {
      window.localStorage.setItem(key, language);
    } catch {
      return;
    }
  }

  const change = document.querySelector("a.switch");
  if (change) {
    change.addEventListener("click", () => remember(change.hreflang));
    const arrived = !document.referrer.startsWith(window.location.origin + "/");
    const start = document.documentElement.dataset.start !== undefined;
    if (start && arrived && remembered() === change.hreflang) {
      window.location.replace(change.href);
    }
    if (window.location.hash) {
      change.hash = window.location.hash;
    }
    window.addEventListener("hashchange", () => {
      change.hash = window.location.hash;
    });
  }

  for (const button of document.querySelectorAll("button[data-details]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const details of document.querySelectorAll(".tree details")) {
        details.open = button.dataset.details === "open";
      }
    });
  }

  function openAround() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    let node = id && document.getElementById(id);
    while (node) {
      if (node.tagName === "DETAILS") {
        node.open = true;
      }
      node = node.parentElement;
    }
  }
  openAround();
  window.addEventListener("hashchange", openAround);
})();
