// Drawing one's signature, a comfort: the name and the code are enough to sign.
(() => {
  "use strict";
  const pad = document.querySelector("[data-signature]");
  const canvas = pad?.querySelector("canvas");
  const pen = canvas?.getContext("2d");
  const kept = pad?.querySelector('input[name="drawing"]');
  if (!pen || !kept) return;
  pen.lineWidth = 3;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.strokeStyle = "#14213d";

  let isDown = false;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 0.1, y); // a dot is drawn too
    pen.stroke();
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    for (const point of event.getCoalescedEvents?.() ?? [event]) pen.lineTo(...place(point));
    pen.stroke();
  });
  const lift = () => {
    if (!isDown) return;
    isDown = false;
    kept.value = canvas.toDataURL("image/png");
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  pad.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    kept.value = "";
  });

  if (kept.value.startsWith("data:image/png;base64,")) { // the form came back with what was drawn
    const image = new Image();
    image.onload = () => pen.drawImage(image, 0, 0);
    image.src = kept.value;
  }
})();
