"""The appraisal document: closed vocabulary, validated, no eval."""
