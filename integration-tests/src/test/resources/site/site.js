"use strict";

// The search: every section that has all the words, best first. The whole manual is a few hundred kilobytes, so it is looked
// through from end to end; names are found as they are written, also parts of them.
(() => {
  const MAX_RESULTS = 30;
  const SNIPPET = 160;

  const root = document.currentScript.dataset.root;
  const form = document.querySelector("header form");
  const field = form.querySelector("input");
  const results = document.getElementById("_results");
  let sections = null;

  // A script and no fetch: that is not allowed to pages of files.
  const index = () =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = root + "search-index.js";
      script.onload = () => done(flat(MANUAL));
      script.onerror = failed;
      document.head.append(script);
    });

  const flat = (pages) =>
    pages.flatMap(([path, page, parts]) =>
      parts.map(([anchor, title, text]) => ({
        href: `${root}${path}#${anchor}`,
        page,
        title,
        text,
        heading: `${page} ${title}`.toLowerCase(),
        body: text.toLowerCase(),
      })),
    );

  // 0 if a word is missing; what is typed counts most where it stands as it is, in a heading more than below.
  const score = (section, words, phrase) => {
    let points = 0;
    for (const word of words) {
      if (section.heading.includes(word)) {
        points += 10;
      } else if (section.body.includes(word)) {
        points += 1;
      } else {
        return 0;
      }
    }
    if (section.title.toLowerCase() === phrase) {
      points += 100;
    }
    if (section.heading.includes(phrase)) {
      points += 40;
    } else if (section.body.includes(phrase)) {
      points += 15;
    }
    return points;
  };

  const find = (query) => {
    const phrase = query.trim().toLowerCase();
    const words = phrase.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
    if (words.length === 0) {
      return [];
    }
    return sections
      .map((section) => ({ section, points: score(section, words, phrase) }))
      .filter((hit) => hit.points > 0)
      .sort((a, b) => b.points - a.points)
      .slice(0, MAX_RESULTS)
      .map((hit) => ({ section: hit.section, word: hit.section.body.includes(phrase) ? phrase : words[0] }));
  };

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  const snippet = ({ section, word }) => {
    const at = section.body.indexOf(word);
    if (at < 0) {
      return element("span", section.text.slice(0, SNIPPET));
    }
    const from = Math.max(0, at - SNIPPET / 3);
    const end = at + word.length;
    return element(
      "span",
      (from > 0 ? "..." : "") + section.text.slice(from, at),
      element("mark", section.text.slice(at, end)),
      section.text.slice(end, from + SNIPPET),
    );
  };

  const link = (hit) => {
    const { page, title, href } = hit.section;
    const made = element("a", element("strong", page === title ? page : `${page}: ${title}`), snippet(hit));
    made.href = href;
    return made;
  };

  const show = async () => {
    const query = field.value;
    if (query.trim() === "") {
      results.hidden = true;
      return;
    }
    sections ??= await index();
    const hits = find(query);
    results.replaceChildren(...(hits.length > 0 ? hits.map(link) : [element("p", `Nothing has all of “${query}”.`)]));
    results.hidden = false;
  };

  const close = () => {
    results.hidden = true;
  };

  form.hidden = false;
  field.addEventListener("input", show);
  field.addEventListener("focus", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("a")?.click();
  });
  results.addEventListener("click", close);
  document.getElementById("_content").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
    } else if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      field.focus();
    }
  });

  // The list of pages begins where the reader is, where it is a column of its own.
  const pages = document.getElementById("_pages");
  const current = pages.querySelector("[aria-current]");
  pages.scrollTop = current.offsetTop - pages.offsetTop - pages.clientHeight / 3;

  // A search can be linked to: index.html?q=time.sleep
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    field.value = asked;
    show();
  }
})();
