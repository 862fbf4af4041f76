/** The device's page: three files, made once. */
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { WORDS } from './words.ts';

export interface PageAsset {
  type: string;
  body: string;
}

const HTML = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${WORDS.vi.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<header><button type="button" class="link" id="language" data-w="otherLanguage"></button><button type="button" class="link" id="leave" data-w="leave" hidden></button></header>
<main>
<h1 data-w="title">${WORDS.vi.title}</h1>
<p class="soft" id="label"></p>
<noscript><p class="problem">Trang này cần JavaScript. This page needs JavaScript.</p></noscript>
<section id="enter">
<p data-w="lead"></p>
<form id="form" autocomplete="off">
<label for="code" data-w="code"></label>
<input id="code" name="code" inputmode="numeric" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="24" aria-describedby="code-hint" required>
<p class="soft" id="code-hint" data-w="codeHint"></p>
<button class="big" id="go" type="submit"><span data-w="enter"></span></button>
</form>
</section>
<p class="problem" id="problem" role="alert" hidden></p>
<section id="inside" hidden>
<p><span class="soft" data-w="hello"></span> <strong id="holder"></strong><br><span class="soft" id="link"></span></p>
<div class="air" id="air" hidden>
<h2 id="air-title"></h2>
<p id="air-state" role="status"></p>
<div class="bar"><i id="air-bar"></i></div>
<div id="hearing" hidden><p data-w="hearing"></p><div class="bar level"><i id="level"></i></div></div>
<button type="button" class="big stop" id="stop"><span data-w="stop"></span></button>
</div>
<div id="choices">
<div id="prepared">
<h2 data-w="prepared"></h2>
<p class="soft" data-w="holdHint"></p>
<p id="nothing" data-w="nothingPrepared" hidden></p>
<div id="templates"></div>
</div>
<div id="microphone" hidden>
<h2 data-w="microphone"></h2>
<p class="soft" data-w="microphoneHint"></p>
<button type="button" class="big hold" id="microphone-start"><span></span></button>
</div>
</div>
<p class="soft foot" data-w="journaled"></p>
</section>
</main>
<script src="/page.js"></script>
</body>
</html>
`;

const ASSETS: ReadonlyMap<string, PageAsset> = new Map([
  ['/', { type: 'text/html; charset=utf-8', body: HTML }],
  ['/page.css', { type: 'text/css; charset=utf-8', body: STYLE }],
  ['/page.js', { type: 'text/javascript; charset=utf-8', body: `var WORDS=${JSON.stringify(WORDS)};${SCRIPT}` }],
]);

/** By path. */
export const pageAssets = (): ReadonlyMap<string, PageAsset> => ASSETS;
