const PLACES = [
  // [text](place), ![alt](place "title"), [text](<a place>)
  /\]\(\s*(?:<([^>]+)>|([^\s)]+))/g,
  // [name]: place
  /^ {0,3}\[[^\]]+\]:\s*(?:<([^>]+)>|(\S+))/gm,
  /<(?:a|img)\b[^>]*?\b(?:href|src)=(?:"([^"]+)"|'([^']+)')/g,
];

/**
 * The files a Markdown page leads to, as they stand relative to it, without the part of the page after `#`.
 * @param {string} markdown
 * @returns {string[]}
 */
export function relativeLinks(markdown) {
  const text = markdown.replace(/^ *(```|~~~)[\s\S]*?^ *\1/gm, '').replace(/`[^`\n]*`/g, '');
  return PLACES.flatMap((place) => [...text.matchAll(place)])
    .map(([, first, second]) => decodeURI(first ?? second ?? ''))
    .filter((link) => !/^(?:[a-z][a-z+.-]*:|#|\/\/)/i.test(link))
    .map((link) => link.replace(/[#?].*$/, ''));
}
