// Files dropped or chosen are sent one by one, with how far each is. Without this script the form sends them all at once.
"use strict";

const form = document.getElementById("upload"), box = document.getElementById("files"), sending = document.getElementById("sending");

function send(file) {
  const line = document.createElement("li"), name = document.createElement("span"), state = document.createElement("span"), bar = document.createElement("progress");
  name.lang = "zh-CN";
  name.textContent = file.name;
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  state.textContent = form.dataset.waiting;
  line.append(name, " ", state, " ", bar);
  sending.append(line);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); state.textContent = form.dataset.reading; });
    const end = () => {
      const sound = request.status >= 200 && request.status < 400;
      bar.remove();
      const told = sound ? "" : new DOMParser().parseFromString(request.responseText || "", "text/html").querySelector(".error h1, .error .reason");
      state.textContent = sound ? "" : [form.dataset.failed, told && told.textContent.trim()].filter(Boolean).join("　");
      if (!sound) line.className = "bad";
      done(sound);
    };
    request.addEventListener("load", end);
    request.addEventListener("error", end);
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    data.append("file", file);
    request.send(data);
  });
}

async function sendAll(files) {
  const results = [];
  for (const file of files) results.push(await send(file));
  if (results.length && results.every(Boolean)) location.assign(form.action);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...box.files]);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    if (kind === "drop") sendAll([...event.dataTransfer.files]);
  });
}
