// What the frame needs from the browser: look, keys, menus, dialogs, and typed text kept over a lost connection.
(() => {
  const root = document.documentElement;
  const darkQuery = matchMedia("(prefers-color-scheme: dark)");
  const motionQuery = matchMedia("(prefers-reduced-motion: reduce)");
  let shell = null;

  const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme !== "light" && darkQuery.matches);
  const remember = (name, value) => { document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`; };

  function paint() {
    root.dataset.dark = isDark() ? "true" : "false";
    for (const choice of document.querySelectorAll("[data-theme-choice]")) {
      choice.setAttribute("aria-pressed", String(choice.dataset.themeChoice === root.dataset.theme));
    }
  }

  function chooseTheme(theme) {
    root.dataset.theme = theme;
    remember("bd.theme", theme);
    paint();
    shell?.invokeMethodAsync("ThemeChanged", isDark());
  }

  const isTyping = (at) => at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));

  function key(event) {
    if (event.key === "Escape" && tip) {
      closeTip();
      return;
    }
    if (event.defaultPrevented || event.isComposing || !shell) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      shell.invokeMethodAsync("KeyAsync", "search");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    const arrows = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (arrows && event.target.closest?.(".table-scroll, [role=tablist], .funnel")) {
      return;
    }
    if (event.key === "c") {
      const menu = document.getElementById("range-menu");
      if (menu) {
        event.preventDefault();
        menu.open = true;
        menu.querySelector("input[type=date]")?.focus();
      }
    } else if (arrows || /^[defwtmylax?]$/.test(event.key)) {
      shell.invokeMethodAsync("KeyAsync", event.key);
    } else if (event.key === "Escape" && document.querySelector("details.menu[open], .nav-group.open")) {
      closeMenus();
    } else if (event.key === "Escape") {
      shell.invokeMethodAsync("KeyAsync", "Escape");
    }
  }

  function closeMenus(but) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== but) {
        menu.open = false;
      }
    }
    // On a phone the rooms of a group lie over the page; the server knows which group is open.
    if (!but?.closest(".nav")) {
      document.querySelector(".nav-group.open > .nav-tab")?.click();
    }
  }

  function click(event) {
    const at = event.target.closest?.("[data-theme-choice], [data-shell], [data-close]");
    if (event.isTrusted) {
      closeMenus(event.target.closest?.("details.menu, .nav"));
    }
    // A menu that opens may show the choices for the first time.
    setTimeout(paint, 0);
    if (!at) {
      return;
    }
    if (at.dataset.themeChoice) {
      chooseTheme(at.dataset.themeChoice);
    } else if (at.hasAttribute("data-close")) {
      // After the click has done its work.
      setTimeout(() => closeMenus(), 0);
    } else if (at.dataset.shell === "skip") {
      document.getElementById("main")?.focus();
    } else if (at.dataset.shell === "fold") {
      root.dataset.nav = root.dataset.nav === "narrow" ? "wide" : "narrow";
      remember("bd.nav", root.dataset.nav);
    } else if (at.dataset.shell === "retry") {
      Blazor.reconnect().then((ok) => ok || location.reload());
    } else if (at.dataset.shell === "reload") {
      location.reload();
    }
  }

  // The server forgot the circuit (a restart): the page is loaded again and what was typed is put back.
  const typed = new Set();
  const keptKey = () => "bd.typed:" + location.pathname;
  const nameOf = (field) => [field.tagName, field.type, field.name || field.id || field.getAttribute("aria-label")
    || field.closest("label")?.querySelector("span")?.textContent || ""].join("|");
  const namesakes = (name) => [...document.querySelectorAll("main input, main textarea, main select")].filter((f) => nameOf(f) === name);
  function note(event) {
    if (isTyping(event.target) && event.isTrusted && !/^(password|file|hidden)$/.test(event.target.type)) {
      typed.add(event.target);
    }
  }
  function keep() {
    const kept = [...typed].filter((f) => f.isConnected && f.closest("main"))
      .map((f) => ({ name: nameOf(f), place: namesakes(nameOf(f)).indexOf(f), value: f.value, checked: f.checked }));
    if (kept.length > 0) {
      sessionStorage.setItem(keptKey(), JSON.stringify(kept));
    }
  }
  function putBack() {
    let open = JSON.parse(sessionStorage.getItem(keptKey()) ?? "[]");
    sessionStorage.removeItem(keptKey());
    if (open.length === 0) {
      return;
    }
    // The fields appear when the page has asked for its content.
    const attempt = () => {
      open = open.filter((kept) => !fill(namesakes(kept.name)[kept.place], kept));
      if (open.length === 0) {
        watch.disconnect();
      }
    };
    const watch = new MutationObserver(attempt);
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => watch.disconnect(), 30000);
    attempt();
  }
  function fill(field, kept) {
    if (!field) {
      return false;
    }
    field.value = kept.value;
    if (field.checked !== undefined) {
      field.checked = kept.checked;
    }
    typed.add(field);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }
  function watchConnection() {
    const notice = document.getElementById("components-reconnect-modal");
    if (!notice) {
      return;
    }
    new MutationObserver(() => {
      if (notice.classList.contains("components-reconnect-rejected")) {
        keep();
        location.reload();
      }
    }).observe(notice, { attributes: true, attributeFilter: ["class"] });
  }

  // A definition opens in the top layer, where no scrolling table cuts it, under its mark and inside the window.
  let tip = null;
  function openTip(event) {
    const mark = event.target.closest?.(".tip")?.querySelector(".tip-mark");
    if (mark === tip || (event.type === "focusin" && mark && !mark.matches(":focus-visible"))) {
      return;
    }
    closeTip();
    if (mark) {
      tip = mark;
      const text = mark.nextElementSibling;
      text.showPopover();
      const [at, box] = [mark.getBoundingClientRect(), text.getBoundingClientRect()];
      const below = at.bottom + 8;
      text.style.left = `${Math.max(8, Math.min(at.left + at.width / 2 - box.width / 2, root.clientWidth - box.width - 8))}px`;
      text.style.top = `${below + box.height > innerHeight ? Math.max(8, at.top - box.height - 8) : below}px`;
    }
  }
  function closeTip() {
    if (tip?.isConnected && tip.nextElementSibling.matches(":popover-open")) {
      tip.nextElementSibling.hidePopover();
    }
    tip = null;
  }

  function guessTimeZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const field of document.querySelectorAll("select[data-guess=timezone]")) {
      if (field.value === "UTC" && [...field.options].some((o) => o.value === zone)) {
        field.value = zone;
      }
    }
  }

  window.bdShell = {
    start(reference) {
      shell = reference;
      paint();
      putBack();
      return { dark: isDark(), reducedMotion: motionQuery.matches };
    },
    stop() { shell = null; },
    open(dialog) { dialog.showModal(); dialog.querySelector("input")?.select(); },
    close(dialog) { dialog.close(); },
    copy(text) { return navigator.clipboard ? navigator.clipboard.writeText(text).then(() => true, () => false) : false; },
  };

  paint();
  darkQuery.addEventListener("change", () => { paint(); shell?.invokeMethodAsync("ThemeChanged", isDark()); });
  document.addEventListener("keydown", key);
  document.addEventListener("click", click);
  document.addEventListener("input", note, true);
  document.addEventListener("mouseover", openTip);
  document.addEventListener("focusin", openTip);
  document.addEventListener("focusout", closeTip);
  document.addEventListener("scroll", closeTip, true);
  document.addEventListener("DOMContentLoaded", () => { paint(); guessTimeZone(); watchConnection(); });
})();
