import { createHash } from 'node:crypto';

/**
 * Leaving a page fast and without a trace in the tab (docs/decisions/0022). The link by which somebody leaves names the page's own address: a
 * browser that goes to where it is already replaces the entry in the history instead of adding one, also when the answer sends it on to
 * another site. So Back never shows the page, without any script. The server tells such a request from others by the `Referer`:
 * a public page names it to this site only.
 */
export function isLeaving({ method, url, headers }: Asked): boolean {
	if (method !== 'GET') return false;
	const { referer, 'sec-fetch-site': site } = headers;
	if (site !== undefined && site !== 'same-origin') return false;
	if (typeof referer !== 'string' || !URL.canParse(referer)) return false;
	const { host, pathname, search } = new URL(referer);
	return pathname + search === url && (host === headers.host || site === 'same-origin');
}

type Asked = {
	method?: string | undefined;
	url?: string | undefined;
	headers: Record<string, string | string[] | undefined>;
};

/** Where somebody who leaves is sent: a page that anybody could have open. */
export const exitAddress = (): string => process.env.EXIT_ADDRESS || 'https://www.bbc.com/weather/3183875';

/**
 * The one script of public pages. It only makes leaving instant: the page is blank before the other site has answered, the entry in the
 * history is the other site's, and pressing Shift three times within five seconds does the same. Links marked so stay in
 * one entry of the history.
 */
export const leavingScript = `(()=>{const d=document,l=d.querySelector('a[data-leave]');if(!l)return;let n=[];
const go=()=>{const to=l.dataset.leave;d.title='\\u2026';d.documentElement.style.background='#fff';d.body.replaceChildren();location.replace(to)};
d.addEventListener('click',e=>{const a=e.target instanceof Element&&e.target.closest('a');if(!a||e.defaultPrevented||e.button||e.metaKey||e.ctrlKey)return;
if(a===l){e.preventDefault();go()}else if('replace'in a.dataset){e.preventDefault();location.replace(a.href)}});
d.addEventListener('keyup',e=>{if(e.key!=='Shift'){n=[];return}const t=Date.now();n=[...n.filter(x=>t-x<5000),t];if(n.length>2)go()})})()`;

/** By which the content security policy knows it. */
export const leavingHash = `sha256-${createHash('sha256').update(leavingScript).digest('base64')}` as const;
