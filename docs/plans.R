# What a researcher asks of the tables, in plain R without packages: Rscript docs/plans.R FOLDER
# FOLDER is what `keikaku export --format csv --output FOLDER` wrote.
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), fileEncoding = "UTF-8-BOM", check.names = FALSE,
                                colClasses = "character", na.strings = "", encoding = "UTF-8")
elements <- read("elements")
figures <- read("figures")
money <- read("money")

cat("class,count\n")
counts <- table(elements[["種別コード"]])
for (name in sort(names(counts), method = "radix")) cat(name, ",", counts[[name]], "\n", sep = "")

cat("year,yen\n")
yen <- tapply(as.numeric(money[["総額_円"]]), money[["年度"]], sum, na.rm = TRUE)
for (year in sort(names(yen), method = "radix")) cat(year, ",", format(yen[[year]], scientific = FALSE), "\n", sep = "")

cat("measure,yen\n")
by_measure <- tapply(as.numeric(money[["総額_円"]]), money[["施策名"]], sum, na.rm = TRUE)
for (name in as.character(names(by_measure))[order(-as.vector(by_measure), as.character(names(by_measure)), method = "radix")]) {
  cat(name, ",", format(by_measure[[name]], scientific = FALSE), "\n", sep = "")
}

# How far from baseline to target: only certain readings, both figures there.
cat("indicator,baseline,target\n")
sure <- figures[figures[["読み取りの確かさコード"]] == "Certain" & !is.na(figures[["値"]]), ]
both <- merge(sure[sure[["値の種類コード"]] == "Baseline", ], sure[sure[["値の種類コード"]] == "Target", ], by = "指標ID")
for (row in order(both[["指標ID"]], method = "radix")) {
  cat(both[row, "指標名.x"], ",", both[row, "値.x"], ",", both[row, "値.y"], "\n", sep = "")
}
