"""Weekly notes: drafts with the words of people, their way to the curator, and the issued ones, which never change."""
