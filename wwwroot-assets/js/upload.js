// Sends one file straight to the disk of the server, with progress. A circuit would carry it in small pieces through memory.
let request = null;

const token = () => document.querySelector("#sign-out input[name=__RequestVerificationToken]")?.value ?? "";

export function stop() {
  request?.abort();
  request = null;
}

function send(file, address, page) {
  stop();
  const sending = request = new XMLHttpRequest();
  sending.open("POST", `${address}?name=${encodeURIComponent(file.name)}`);
  sending.setRequestHeader("X-XSRF-TOKEN", token());
  sending.setRequestHeader("Content-Type", "application/octet-stream");
  let told = 0;
  sending.upload.onprogress = (event) => {
    const now = Date.now();
    if (event.lengthComputable && now - told > 200) {
      told = now;
      page.invokeMethodAsync("UploadSent", event.loaded / event.total);
    }
  };
  sending.onload = () => {
    let answer = {};
    try { answer = JSON.parse(sending.responseText); } catch { /* not ours: a proxy answered */ }
    if (sending.status === 200) {
      page.invokeMethodAsync("Uploaded", answer.id);
    } else {
      page.invokeMethodAsync("UploadFailed", answer.code ?? null, answer.detail ?? null);
    }
  };
  sending.onerror = () => page.invokeMethodAsync("UploadFailed", null, null);
  sending.send(file);
}

export function attach(zone, address, page) {
  const field = zone.querySelector("input[type=file]");
  field.addEventListener("change", () => { if (field.files[0]) { send(field.files[0], address, page); field.value = ""; } });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.remove("over"); });
  }
  zone.addEventListener("drop", (event) => { if (event.dataTransfer.files[0]) { send(event.dataTransfer.files[0], address, page); } });
}
