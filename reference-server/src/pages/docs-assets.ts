/** Starts the API's reference on its page. A file of its own, since the page's policy allows no inline script. */
export const docsScript = `
window.addEventListener('DOMContentLoaded', () => {
  SwaggerUIBundle({
    url: '/api/openapi.json',
    dom_id: '#reference',
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: 'list',
    tryItOutEnabled: false,
    validatorUrl: null,
    syntaxHighlight: false,
  });
});
`.trim();

export const docsCss = `
:root{color-scheme:light}
body{margin:0;background:#fff;color:#2b1a10;font:400 1rem/1.55 system-ui,sans-serif}
header{background:#3a1b0d;color:#fff3df}
header>div,main.text{width:min(72rem,100% - 2rem);margin-inline:auto}
header>div{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;padding-block:.75rem}
header a{color:inherit;display:inline-flex;align-items:center;min-height:44px;text-underline-offset:3px}
header strong{font-size:1.15rem;margin-inline-end:auto}
main.text{padding-block:1rem 3rem}
main.text p{max-width:44rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.6rem .75rem;border-bottom:1px solid #ecdcc4}
td code{white-space:nowrap;font-size:.95em}
tr:target{background:#fff0c9}
:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
.swagger-ui .info{margin:1.5rem 0}
`.trim();
