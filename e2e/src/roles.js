// (role, root) -> [[element, name], ...]: the shown elements that may have this ARIA role, each with its likely name.
// A quick guess in one round trip; the browser's own computed role and name then decide.
const [role, root] = arguments;
const SELECTORS = {
  alertdialog: "dialog[role=alertdialog]",
  article: "article",
  banner: "header",
  button: "button, summary, input:is([type=button], [type=submit], [type=reset], [type=image])",
  cell: "td",
  checkbox: "input[type=checkbox]",
  columnheader: "th",
  combobox: "select, input[list]",
  complementary: "aside",
  contentinfo: "footer",
  definition: "dd",
  dialog: "dialog",
  document: "html",
  figure: "figure",
  form: "form",
  group: "fieldset, details, optgroup, svg g",
  heading: "h1, h2, h3, h4, h5, h6",
  img: "img, svg, [role=image]",
  link: "a[href], area[href]",
  list: "ul, ol, menu",
  listbox: "select",
  listitem: "li",
  main: "main",
  meter: "meter",
  navigation: "nav",
  option: "option",
  progressbar: "progress",
  radio: "input[type=radio]",
  region: "section",
  row: "tr",
  rowheader: "th",
  searchbox: "input[type=search]",
  separator: "hr",
  slider: "input[type=range]",
  spinbutton: "input[type=number]",
  status: "output",
  switch: "input[type=checkbox][switch]",
  table: "table",
  textbox: "textarea, [contenteditable], input:not([type]), input:is([type=text], [type=email], [type=url], [type=tel], [type=password])",
  time: "time",
};
const NAMED_BY_CONTENT = /^(button|cell|checkbox|columnheader|heading|link|menuitem|menuitemcheckbox|menuitemradio|option|radio|row|rowheader|switch|tab|tooltip|treeitem)$/;

const tidy = (text) => (text || "").replace(/\s+/g, " ").trim();

function content(element) {
  let text = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE && node.getAttribute("aria-hidden") !== "true" && shown(node)) {
      const display = getComputedStyle(node).display;
      const inner = node.getAttribute("aria-label") || (node.localName === "img" ? node.alt : content(node));
      text += display.startsWith("inline") || display === "contents" ? inner : ` ${inner} `;
    }
  }
  return text;
}

function name(element) {
  const by = element.getAttribute("aria-labelledby");
  if (by) return tidy(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" "));
  const label = tidy(element.getAttribute("aria-label"));
  if (label) return label;
  if (element.labels?.length) return tidy([...element.labels].map(content).join(" "));
  if (element.localName === "input" && /^(button|submit|reset)$/.test(element.type)) return tidy(element.value);
  if (element.hasAttribute("alt")) return tidy(element.getAttribute("alt"));
  const own = { svg: "title", g: "title", fieldset: "legend", figure: "figcaption", table: "caption" }[element.localName];
  const titled = own && [...element.children].find((child) => child.localName === own);
  if (titled) return tidy(titled.textContent);
  if (NAMED_BY_CONTENT.test(role)) {
    const text = tidy(content(element));
    if (text) return text;
  }
  return tidy(element.getAttribute("title") || element.getAttribute("placeholder"));
}

function shown(element) {
  return element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : element.getClientRects().length > 0;
}

const candidates = [...(root || document).querySelectorAll([`[role~="${role}"]`, SELECTORS[role]].filter(Boolean).join(", "))];
return candidates
  .filter((element) => !element.closest("[aria-hidden=true], [inert]") && shown(element))
  .map((element) => [element, name(element)]);
