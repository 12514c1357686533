/** The look of the shop's pages, and the tokens that its elements read. */
export const shopCss = `
:root{
color-scheme:light dark;
--paper:#fff8ec;--card:#fffdf8;--ink:#2b1a10;--soft:#745c4b;--line:#ecdcc4;--sun:#f4b21b;--clay:#b8380f;--leaf:#1c6b43;--night:#3a1b0d;--on-night:#fff3df;
--duka-color-accent:#b8380f;--duka-color-on-accent:#fff;--duka-color-surface:#fffdf8;--duka-color-text:#2b1a10;--duka-color-muted:#6f5848;
--duka-color-border:#ecdcc4;--duka-color-success:#1c6b43;--duka-color-danger:#b3192b;--duka-color-warning:#8a4b00;--duka-color-focus:#0b57d0;
--duka-radius:14px;--duka-font:"Avenir Next",Avenir,"Nunito Sans",Nunito,"Segoe UI",Roboto,system-ui,sans-serif;
}
@media (prefers-color-scheme:dark){:root{
--paper:#18110d;--card:#241a14;--ink:#f8ecdd;--soft:#c6ad98;--line:#3e2e24;--clay:#ff9a66;--leaf:#62d295;--night:#0f0906;--on-night:#fbe9d0;
--duka-color-accent:#ff9a66;--duka-color-on-accent:#2b1006;--duka-color-surface:#241a14;--duka-color-text:#f8ecdd;--duka-color-muted:#c6ad98;
--duka-color-border:#3e2e24;--duka-color-success:#62d295;--duka-color-danger:#ff8f86;--duka-color-warning:#f2bd5c;--duka-color-focus:#8db8ff;
}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.5 var(--duka-font);min-height:100vh;display:flex;flex-direction:column}
main{flex:1;width:100%}
.wide{width:min(76rem,100% - 2rem);margin-inline:auto}
a{color:inherit}
:focus-visible{outline:3px solid var(--duka-color-focus);outline-offset:2px;border-radius:6px}
img{max-width:100%;height:auto;display:block}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:clamp(1.75rem,1.2rem + 2.6vw,2.9rem);line-height:1.08;letter-spacing:-.025em;font-weight:800;text-wrap:balance}
h2{font-size:clamp(1.25rem,1.1rem + .7vw,1.6rem);line-height:1.2;letter-spacing:-.015em;font-weight:800}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:1rem;top:-4rem;background:var(--card);padding:.75rem 1rem;border-radius:0 0 10px 10px;z-index:9}
.skip:focus{top:0}
.test{background:var(--sun);color:#2b1a10;text-align:center;font-size:.875rem;font-weight:650;padding:.3rem 1rem}
.top{background:var(--night);color:var(--on-night);position:sticky;top:0;z-index:5}
.top .wide{display:grid;grid-template:'brand langs cart' 'find find find' / 1fr auto auto;align-items:center;gap:.5rem .75rem;padding-block:.6rem}
.brand{grid-area:brand;display:inline-flex;align-items:center;gap:.65rem;min-height:44px;font-weight:800;font-size:1.12rem;letter-spacing:-.01em;text-decoration:none;line-height:1.15}
.brand img{width:38px;height:38px;border-radius:10px;flex:none}
.langs{grid-area:langs;display:inline-flex;border:1px solid color-mix(in srgb,var(--on-night) 35%,transparent);border-radius:999px;overflow:hidden;font-size:.875rem;font-weight:700}
.langs a{display:grid;place-items:center;min-width:44px;min-height:44px;text-decoration:none}
.langs a[aria-current]{background:var(--on-night);color:#3a1b0d}
.find{grid-area:find;display:flex;background:var(--card);border-radius:999px;overflow:hidden;color:var(--ink)}
.find input{flex:1;min-width:0;min-height:48px;border:0;background:none;color:inherit;font:inherit;padding:0 0 0 1.2rem}
.find input::placeholder{color:var(--soft);opacity:1}
.find input:focus-visible{outline:0}
.find:focus-within{outline:3px solid var(--sun);outline-offset:1px}
.find button{border:0;background:none;color:var(--clay);font:inherit;font-weight:750;padding:0 1.2rem;min-height:48px;cursor:pointer}
.top duka-cart-button,.tocart{grid-area:cart}
.top duka-cart-button{--duka-color-surface:var(--on-night);--duka-color-text:#3a1b0d;--duka-color-border:transparent;--duka-color-accent:#b8380f;--duka-color-on-accent:#fff;--duka-radius:999px;min-width:48px;min-height:48px}
.tocart{display:grid;place-items:center;min-height:48px;padding-inline:.8rem;white-space:nowrap;font-size:.95rem;background:var(--on-night);color:#3a1b0d;border-radius:999px;font-weight:750;text-decoration:none}
.awning{height:26px;background:repeating-linear-gradient(90deg,#b8380f 0 36px,#f4b21b 36px 72px);-webkit-mask:radial-gradient(circle at 18px 8px,#000 18px,#0000 18.6px) 0 0/36px 26px repeat-x;mask:radial-gradient(circle at 18px 8px,#000 18px,#0000 18.6px) 0 0/36px 26px repeat-x;margin-top:-1px}
.crumbs{display:flex;flex-wrap:wrap;gap:.25rem .5rem;font-size:.9rem;color:var(--soft);padding-block:1.1rem .35rem}
.crumbs a{display:inline-flex;align-items:center;min-height:32px;text-underline-offset:3px}
.crumbs li+li::before{content:"›";margin-inline-end:.5rem}
.crumbs li{display:flex;align-items:center}
.hero{display:grid;gap:1.25rem;padding-block:1.5rem 1.75rem}
.hero p.lead{color:var(--soft);font-size:clamp(1.02rem,.95rem + .4vw,1.25rem);max-width:34rem;margin-top:.6rem}
.crate{display:grid;grid-template-columns:repeat(4,1fr);gap:.6rem}
.crate a{border-radius:16px;overflow:hidden;border:1px solid var(--line);aspect-ratio:1}
.crate a:nth-child(n+5){display:none}
.crate img{width:100%;height:100%;object-fit:cover}
.promises{display:grid;gap:.75rem;padding-block:.5rem 1.75rem}
.promises li{display:grid;grid-template-columns:auto 1fr;gap:0 .8rem;align-items:center;line-height:1.3}
.promises svg{grid-row:span 2;width:44px;height:44px;padding:10px;border-radius:50%;background:color-mix(in srgb,var(--sun) 30%,var(--card));fill:none;stroke:var(--ink);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.promises b{font-weight:750}.promises span{color:var(--soft);font-size:.92rem}
.shelves{display:flex;gap:.7rem;overflow-x:auto;padding:.9rem 1rem 1.1rem;margin-inline:-1rem;scrollbar-width:none;scroll-snap-type:x proximity}
.shelf{flex:0 0 8.6rem;scroll-snap-align:start;scroll-margin-inline:1rem;display:flex;flex-direction:column;gap:.5rem;padding:.6rem;border-radius:18px;background:var(--card);border:1px solid var(--line);text-decoration:none;font-weight:700;line-height:1.2;font-size:.95rem}
.shelf img{width:100%;border-radius:12px;aspect-ratio:1.15;object-fit:cover}
.shelf small{display:block;color:var(--soft);font-weight:500;margin-top:.2rem}
.shelf:hover,.card:hover{border-color:var(--clay)}
.chips{display:flex;gap:.5rem;overflow-x:auto;padding:.4rem 1rem .2rem;margin-inline:-1rem;scrollbar-width:none}
.chips a{flex:none;display:inline-flex;align-items:center;min-height:44px;padding-inline:1rem;border:1px solid var(--line);border-radius:999px;background:var(--card);text-decoration:none;font-weight:650}
.chips a[aria-current]{background:var(--ink);color:var(--paper);border-color:var(--ink)}
section{padding-block:.6rem 1.4rem}
.head{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.5rem;padding-block:.2rem .9rem}
.head p{color:var(--soft)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(9.25rem,100%),1fr));gap:.75rem}
.card{display:flex;flex-direction:column;gap:.6rem;height:100%;padding:.6rem;background:var(--card);border:1px solid var(--line);border-radius:14px;text-decoration:none;line-height:1.3}
.card img{width:100%;border-radius:10px;aspect-ratio:1}
.card b{font-weight:600;font-size:.95rem;flex:1}.card span{font-weight:800}.card span.out{color:var(--soft);font-weight:600}
.facts{display:grid;gap:1rem}
.panel{background:var(--card);border:1px solid var(--line);border-radius:18px;padding:1.1rem 1.2rem}
.panel h2{font-size:1.15rem;margin-bottom:.6rem}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th{text-align:start;font-weight:600;color:var(--soft);font-size:.88rem}
th,td{padding:.5rem .4rem;border-bottom:1px solid var(--line)}
tr:last-child>*{border-bottom:0}
td:last-child,th:last-child{text-align:end}
td code{font:inherit;font-size:.85em;color:var(--soft)}
dl.rows{display:grid;grid-template-columns:auto 1fr;gap:.5rem 1.2rem}
dl.rows dt{color:var(--soft)}dl.rows dd{text-align:end;font-weight:600}
.narrow{width:min(46rem,100% - 2rem);margin-inline:auto;padding-block:.4rem 2.5rem}
.narrow h1{font-size:clamp(1.5rem,1.2rem + 1.4vw,2.1rem);padding-block:1.2rem 1rem}
.button{display:inline-grid;place-items:center;min-height:48px;padding-inline:1.5rem;border-radius:14px;background:var(--duka-color-accent);color:var(--duka-color-on-accent);font-weight:750;text-decoration:none}
.sorry{text-align:center;padding-block:3rem 4rem;display:grid;gap:1rem;justify-items:center}
.sorry img{width:9rem;height:9rem;border-radius:28px}
.sorry p{color:var(--soft);max-width:34rem}
/* The header has the search field. Where there is room, the home page's list keeps its own, which answers as you type. */
.plain::part(search){display:none}
@media (max-width:41.99rem){duka-products::part(search){display:none}}
duka-products,duka-product,duka-cart,duka-checkout,duka-order{display:block}
duka-products:not(:defined),duka-product:not(:defined){min-height:24rem}
noscript p{background:color-mix(in srgb,var(--sun) 35%,var(--card));border-radius:14px;padding:1rem;margin-block:1rem}
.forms,.forms form,.forms fieldset,.buy{display:grid;gap:1rem}
.buy{margin-top:1rem;max-width:22rem}
.forms fieldset{border:0;margin:0;padding:0;min-width:0}
.forms legend{font-weight:800;font-size:1.15rem;padding:0;margin-bottom:.7rem}
.forms h2,.forms h3{margin:0}.forms h3{font-size:1.1rem}
.field{display:grid;gap:.3rem}
.field label{font-weight:650}
.forms small,.hint{color:var(--soft);font-weight:400;font-size:.9rem}
.forms input:not([type=radio]),.forms select,.buy input,.buy select{width:100%;min-height:48px;padding:0 .9rem;border:1px solid color-mix(in srgb,var(--soft) 70%,transparent);border-radius:12px;background:var(--paper);color:inherit;font:inherit;font-size:1rem}
.forms [aria-invalid]{border-color:var(--duka-color-danger);border-width:2px}
.bad{color:var(--duka-color-danger);font-weight:600}
.choice{display:flex;gap:.8rem;align-items:center;min-height:52px;padding:.6rem .9rem;border:1px solid var(--line);border-radius:12px}
.choice:has(:checked){border-color:var(--clay);box-shadow:inset 0 0 0 1px var(--clay)}
.choice input{width:22px;height:22px;accent-color:var(--clay);flex:none}
.choice small{display:block}
.inside{display:grid;gap:1rem;padding-inline-start:1rem;border-inline-start:3px solid var(--line)}
.forms button:not(.button),.code button{min-height:48px;padding-inline:1.1rem;border:1px solid var(--line);border-radius:12px;background:var(--card);color:inherit;font:inherit;font-weight:700;cursor:pointer}
button.button{border:0;font:inherit;font-weight:750;cursor:pointer}
.full{width:100%;min-height:54px;font-size:1.05rem}
a.plainly{display:inline-flex;align-items:center;min-height:44px;font-weight:650;text-underline-offset:3px}
.lines{display:grid;gap:1rem}
.lines li{display:grid;grid-template-columns:64px 1fr auto;gap:.4rem .9rem;align-items:start;padding-bottom:1rem;border-bottom:1px solid var(--line)}
.lines li>div{grid-column:2}.lines img{width:64px;height:64px;border-radius:10px;grid-column:1;grid-row:1/span 2}
.lines .sum{white-space:nowrap}
.lines small{display:block}
.lines form{grid-column:2/-1;display:flex;flex-wrap:wrap;gap:.5rem}
.lines form input:not([type=radio]){width:5rem;text-align:center;padding-inline:.4rem}
.lines form button:not(.button).plainly{border-color:transparent;background:none;color:var(--clay);padding-inline:.4rem}
.forms form.code{display:flex;gap:.5rem;align-items:center}.code input{flex:1;min-width:0}.code b{flex:1}
.sums{display:grid;gap:.35rem}
.sums>div{display:flex;justify-content:space-between;gap:1rem}
.sums dd{font-weight:650;white-space:nowrap}
.sums .all{font-size:1.2rem;font-weight:800;border-top:1px solid var(--line);padding-top:.5rem}.sums .all dd{font-weight:800}
.sums .tax{color:var(--soft);font-size:.9rem}
.bill{display:grid;gap:.4rem}.bill li{display:flex;justify-content:space-between;gap:1rem}.bill span+span{white-space:nowrap;font-weight:650}
.say{padding:.9rem 1.1rem;border-radius:14px;background:color-mix(in srgb,var(--sun) 28%,var(--card));display:grid;gap:.4rem}
.say b{font-size:1.1rem}.say.good{background:color-mix(in srgb,var(--leaf) 18%,var(--card))}
.say.wrong{background:color-mix(in srgb,var(--duka-color-danger) 14%,var(--card))}
.say ul{display:grid}.say li a{display:inline-flex;align-items:center;min-height:44px}
details summary{min-height:44px;display:flex;align-items:center;font-weight:700;cursor:pointer}
footer{background:var(--night);color:var(--on-night);margin-top:2rem;font-size:.95rem}
footer .wide{display:grid;gap:1.6rem;padding-block:2rem 1.5rem}
footer h2{font-size:1rem;margin-bottom:.4rem;color:var(--sun);letter-spacing:0}
footer a{display:inline-flex;align-items:center;min-height:32px;text-underline-offset:3px}
footer li,footer p{line-height:1.6;color:color-mix(in srgb,var(--on-night) 88%,transparent)}
.kitenge{height:18px;background-color:#b8380f;background-image:conic-gradient(from 45deg at 50% 50%,#f4b21b 0 25%,#0000 0 50%,#1c6b43 0 75%,#0000 0),radial-gradient(circle at 50% 50%,#fff3df 3px,#0000 3.4px);background-size:36px 18px,18px 18px;background-position:0 0,9px 0}
.pay{max-width:26rem;text-align:center;padding-block:1.8rem 1rem;display:grid;gap:.9rem}
.pay .sum{font-size:2rem;font-weight:700}
.pay section{padding:1.1rem;border:1px solid var(--line);border-radius:18px;background:var(--card);text-align:start;display:grid;gap:.5rem}
.pay h2{font-size:1.1rem}
.pay dl div{display:flex;justify-content:space-between;gap:1rem;padding:.3rem 0}
.pay dd{margin:0;font-weight:700;white-space:nowrap}
.pay section p,.pay figcaption{color:var(--soft);font-size:.95rem}
.pay figure{display:grid;justify-items:center;gap:.6rem}
.pay img{border-radius:12px}
@media (min-width:48rem){
.top .wide{grid-template:'brand find langs cart' / auto 1fr auto auto;gap:1.25rem}
.find{max-width:34rem;width:100%;justify-self:center}
.crate a:nth-child(n+5){display:block}
.brand{font-size:1.3rem}
.hero{grid-template-columns:1.1fr 1fr;align-items:center;gap:3rem;padding-block:2.6rem 2.4rem}
.promises{grid-template-columns:repeat(3,1fr)}
.shelves{display:grid;grid-template-columns:repeat(6,1fr);overflow:visible;padding-inline:0;margin-inline:0}
.cards{grid-template-columns:repeat(auto-fill,minmax(11.5rem,1fr));gap:1rem}
.facts{grid-template-columns:1.3fr 1fr}
footer .wide{grid-template-columns:repeat(4,1fr)}
}
@media (prefers-reduced-motion:no-preference){.card,.shelf{transition:border-color .15s}}
@media print{.pay duka-mpesa-button{display:none}}
@media print{.top,.awning,.kitenge,footer{display:none}}
`.trim();
