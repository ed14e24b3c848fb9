export const getToken = async () => (await fetch("/api/rolecall-token", { method: "POST" })).json();

/** Says that rows stand on the screen: after the frame that draws them. */
export const painted = () => requestAnimationFrame(() => setTimeout(() => performance.mark("painted")));
