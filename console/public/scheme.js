// Runs before the first paint, so that a dark page never flashes white. It is a file of its own because the content
// security policy allows no script inside the page.
(function () {
  var wish = null;
  try {
    wish = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // A browser that keeps nothing follows the system.
  }
  var dark = wish === 'dark' || (wish !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
