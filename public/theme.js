// Runs before the first paint, so that a chosen colour scheme does not flash; the policy allows no inline script for it.
(() => {
  const apply = () => {
    let theme = null;
    try {
      theme = localStorage.getItem('drydock.theme');
    } catch {
      // Storage is blocked: the page follows the system, as it does without a choice.
    }
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  apply();
  document.addEventListener('astro:after-swap', apply);
  document.addEventListener('drydock:theme', apply);
})();
