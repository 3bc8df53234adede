// One page of a headless Chromium, driven by lines of JSON on standard input; each is answered by one line.
//
//   NODE_PATH=<node_modules> node drive.js ORIGIN
//
// {"do": "open", "url"}               answers when the page is loaded
// {"do": "wait", "text", "seconds"}   until the page's text matches the regular expression
// {"do": "click", "text"}             the first visible element of just this text
// {"do": "hang", "series"}            double click on the series of this description in the study browser
// {"do": "press", "button"}           the element that the viewer names so for tests (data-cy)
// {"do": "next"}                      the arrow to the next measurement
// {"do": "top", "text"}               row of the shot where the first visible element with this text begins
// {"do": "text"}                      the page's visible text
// {"do": "shot", "path"}              a PNG of the page
// {"do": "said"}                      errors that the page wrote to its console, failed requests
//
// The answer is {"ok": true, "value": …} or {"ok": false, "error": …}. Requests to another origin are refused.
const readline = require('readline');
const { chromium } = require('playwright-core');

const origin = process.argv[2];
const said = [];

async function open_browser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    // No GPU: WebGL is rendered in software. The sandbox needs privileges that containers lack.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist'],
  });
  const page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    return url.origin === origin || ['data:', 'blob:'].includes(url.protocol) ? route.continue() : route.abort();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || /\bError\b/.test(message.text())) said.push(message.text().slice(0, 500));
  });
  page.on('pageerror', (error) => said.push(String(error).slice(0, 500)));
  page.on('response', (response) => {
    if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`);
  });
  return { browser, page };
}

const text_of = (page) => page.evaluate(() => document.body.innerText);

const actions = {
  open: (page, { url }) => page.goto(url, { waitUntil: 'domcontentloaded', timeout: 60000 }).then(() => null),
  async wait(page, { text, seconds }) {
    await page.waitForFunction((pattern) => new RegExp(pattern, 's').test(document.body.innerText), text,
      { timeout: 1000 * seconds, polling: 100 });
    return text_of(page);
  },
  async click(page, { text }) {
    await page.getByText(text, { exact: true }).locator('visible=true').first().click({ timeout: 8000 });
  },
  async hang(page, { series }) {
    const entry = page.locator('[data-cy^="study-browser-thumbnail"]').filter({ hasText: series });
    await entry.first().dblclick({ timeout: 8000 });
  },
  press: (page, { button }) => page.locator(`[data-cy="${button}"]`).first().click({ timeout: 8000 }),
  next: (page) => page.locator('.right-viewport-scrollbar svg.rotate-180').click({ timeout: 8000 }),
  async top(page, { text }) {
    return (await page.getByText(text).locator('visible=true').first().boundingBox()).y;
  },
  text: text_of,
  shot: (page, { path }) => page.screenshot({ path }).then(() => null),
  said: async () => said,
};

(async () => {
  const { browser, page } = await open_browser();
  process.stdout.write('{"ok": true}\n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let answer;
    try {
      const command = JSON.parse(line);
      answer = { ok: true, value: await actions[command.do](page, command) };
    } catch (error) {
      answer = { ok: false, error: String(error).split('\n')[0] };
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
  await browser.close();
})();
