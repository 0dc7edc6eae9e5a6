// Only makes things quicker: every page works without it.
(function () {
  "use strict";

  // A form that was sent is not sent again by a second click; coming back by the browser's button frees it.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(function () {
      form.querySelectorAll("button:not([type=button])").forEach(function (button) {
        button.disabled = true;
      });
    }, 0);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button[disabled]").forEach(function (button) {
        button.disabled = false;
      });
    });
  });

  // <form data-live="#results">: the part of the answer with that id replaces the one on the page as one types; the address follows.
  document.querySelectorAll("form[data-live]").forEach(function (form) {
    var timer, running;
    function refresh() {
      var address = form.action.split("?")[0] + "?" + new URLSearchParams(new FormData(form));
      if (running) running.abort();
      running = new AbortController();
      fetch(address, { signal: running.signal, credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok || answer.redirected) throw new Error();
          return answer.text();
        })
        .then(function (html) {
          var page = new DOMParser().parseFromString(html, "text/html");
          var fresh = page.querySelector(form.dataset.live);
          var old = document.querySelector(form.dataset.live);
          if (fresh && old) old.replaceWith(fresh);
          history.replaceState(null, "", address);
        })
        .catch(function () {});
    }
    function later(event) {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(refresh, 250);
    }
    form.addEventListener("input", later);
    form.addEventListener("compositionend", later);
  });

  // <select data-submit>: choosing sends the form.
  document.addEventListener("change", function (event) {
    if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
  });

  // <button data-copy="#id">: the text of that element goes to the clipboard; <button data-print> prints.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if (button.hasAttribute("data-print")) return window.print();
    var text = document.querySelector(button.dataset.copy);
    if (text && navigator.clipboard) navigator.clipboard.writeText(text.value || text.textContent).then(function () {
      if (button.dataset.done) button.textContent = button.dataset.done;
    });
  });
})();
