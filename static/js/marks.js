// How somebody is marked in every picture: the shapes of web/shapes.py, filled by position, and the words for both.
export const TONES = ["decision-maker", "champion", "influencer", "detractor", "participant", "unsegmented"];
export const PATHS = {
  "decision-maker": "M-4.9,-4.9 H4.9 V4.9 H-4.9 Z",
  champion: "M0,-6.2 L6.2,4.6 H-6.2 Z",
  influencer: "M0,-6.6 L6.6,0 L0,6.6 L-6.6,0 Z",
  detractor: "M0,6.2 L6.2,-4.6 H-6.2 Z",
  participant: "M-5.3,0 A5.3,5.3 0 1 1 5.3,0 A5.3,5.3 0 1 1 -5.3,0 Z",
  unsegmented: "M-5.3,0 A5.3,5.3 0 1 1 5.3,0 A5.3,5.3 0 1 1 -5.3,0 Z",
};
const SEGMENTS = ["Decision maker", "Champion", "Influencer", "Detractor", "Participant", "No segment yet"];
const POSITIONS = { "-2": "Opposed", "-1": "Sceptical", 0: "Neutral", 1: "Supportive", 2: "Advocate" };

export const segmentWord = ({ segment }) => SEGMENTS[segment];
export const positionWord = ({ position }) => (position === null ? "Position unknown" : POSITIONS[position]);
export const fillOf = ({ position }) => (position === null ? "dashed" : position > 0 ? "filled" : position === 0 ? "half" : "hollow");
