/** Files. */

export const files = {
  title: "Files",
  lead: "What runs downloaded, what was uploaded, and recordings.",
  empty: "No file here.",
  emptyNext: "Files that runs download, and files that you upload for them, stand here.",
  upload: "Upload a file",
  uploaded: "Uploaded. Give its id to a file_url parameter:",
  notUploaded: "Not uploaded",
  older: "Older",
  newer: "Newer",
  searchFiles: "Search files",
  search: "Part of the name",
  kindOfFile: "Kind of file",
  size: "Size",
  recordings: "Recordings",
  ofPeople: "Uploaded",
  downloaded: "Downloaded",
} as const;
