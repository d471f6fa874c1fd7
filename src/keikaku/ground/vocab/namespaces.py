"""The names of terms as rdflib's: the ontology's own and the UN's. Loading rdflib takes a build's time: who names them asks for it."""

# ruff: noqa: N815 - terms are spelt as in the ontology

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace


class KEI(DefinedNamespace):
    """Every term of the ontology and of its code lists; a misspelt one raises ``AttributeError``."""

    _NS = Namespace("https://w3id.org/keikaku/ns#")
    _fail = True

    Accepted: URIRef
    Action: URIRef
    ActivityIndicator: URIRef
    Actual: URIRef
    AtDate: URIRef
    AttitudeIndicator: URIRef
    Average: URIRef
    Baseline: URIRef
    BasicConcept: URIRef
    BasicPlan: URIRef
    Budget: URIRef
    BudgetBriefing: URIRef
    Certain: URIRef
    CitizenActionIndicator: URIRef
    CommonRating1: URIRef
    CommonRating2: URIRef
    CommonRating3: URIRef
    CommonRating4: URIRef
    CommonRating5: URIRef
    Completed: URIRef
    ComprehensiveStrategy: URIRef
    Continuing: URIRef
    Cumulative: URIRef
    Declared: URIRef
    Decrease: URIRef
    Department: URIRef
    Digest: URIRef
    Discontinued: URIRef
    DocumentGraph: URIRef
    Doubtful: URIRef
    Evaluation: URIRef
    EvaluationReport: URIRef
    Excerpt: URIRef
    Expanded: URIRef
    Field: URIRef
    FinalBudget: URIRef
    Goal: URIRef
    IconColour: URIRef
    IconDigit: URIRef
    IconOrder: URIRef
    IconWords: URIRef
    ImplementationPlan: URIRef
    Increase: URIRef
    Indicator: URIRef
    InitialBudget: URIRef
    InterimTarget: URIRef
    LinkAbsent: URIRef
    LinkConfirmed: URIRef
    LinkDeclared: URIRef
    LinkGeneral: URIRef
    LinkInherited: URIRef
    LinkRejected: URIRef
    LinkSuggested: URIRef
    LinkUnreadable: URIRef
    Maintain: URIRef
    Measure: URIRef
    Municipality: URIRef
    New: URIRef
    Observation: URIRef
    OutcomeIndicator: URIRef
    PerYear: URIRef
    Perspective: URIRef
    Plan: URIRef
    PlanElement: URIRef
    PlannedAmount: URIRef
    Policy: URIRef
    PopulationTarget: URIRef
    Prefecture: URIRef
    ProcessIndicator: URIRef
    ProgressA: URIRef
    ProgressB: URIRef
    ProgressBehind: URIRef
    ProgressC: URIRef
    ProgressD: URIRef
    ProgressOnTheWay: URIRef
    ProgressReached: URIRef
    ProgressUnknown: URIRef
    Project: URIRef
    Proposed: URIRef
    Recognised: URIRef
    RecognisedAlike: URIRef
    RecognisedIcon: URIRef
    Recognition: URIRef
    RecognitionEngine: URIRef
    Reduced: URIRef
    Repaired: URIRef
    ReplacementGraph: URIRef
    Report: URIRef
    Review: URIRef
    ReviewI: URIRef
    ReviewII: URIRef
    ReviewIII: URIRef
    ReviewIV: URIRef
    Reviewed: URIRef
    SampleCheck: URIRef
    SectoralPlan: URIRef
    Settlement: URIRef
    SharedGraph: URIRef
    SourceDocument: URIRef
    SourceFragment: URIRef
    StakeholderRole: URIRef
    StatisticalIndicator: URIRef
    StrategyCode: URIRef
    StrategyGoal: URIRef
    SupplementaryBudget: URIRef
    Target: URIRef
    Vision: URIRef
    WholePlan: URIRef
    accumulation: URIRef
    accumulations: URIRef
    answeredBy: URIRef
    approach: URIRef
    asPrinted: URIRef
    budget: URIRef
    budgetStage: URIRef
    budgetStages: URIRef
    cellRange: URIRef
    certainFacts: URIRef
    checkedFacts: URIRef
    commonRatings: URIRef
    comparator: URIRef
    content: URIRef
    contentSha256: URIRef
    continues: URIRef
    contributesTo: URIRef
    countedBy: URIRef
    currentSituation: URIRef
    decision: URIRef
    department: URIRef
    desiredDirection: URIRef
    directions: URIRef
    endFiscalYear: URIRef
    engineModel: URIRef
    engineVersion: URIRef
    evaluation: URIRef
    extent: URIRef
    extentPart: URIRef
    extents: URIRef
    factKey: URIRef
    fileName: URIRef
    firstLine: URIRef
    firstPage: URIRef
    firstParagraph: URIRef
    firstRow: URIRef
    fiscalYear: URIRef
    generalRevenue: URIRef
    iconWitness: URIRef
    iconWitnesses: URIRef
    inPlan: URIRef
    indicatorKind: URIRef
    indicatorKinds: URIRef
    indicatorOf: URIRef
    invisibleCharacters: URIRef
    issue: URIRef
    kana: URIRef
    lastLine: URIRef
    lastPage: URIRef
    lastParagraph: URIRef
    lastRow: URIRef
    leadDepartment: URIRef
    linkStates: URIRef
    loader: URIRef
    loaderVersion: URIRef
    localBonds: URIRef
    localGovernmentCode: URIRef
    lowerBound: URIRef
    mark: URIRef
    mergedFrom: URIRef
    nationalSubsidy: URIRef
    observation: URIRef
    otherRevenue: URIRef
    outcome: URIRef
    personnelCost: URIRef
    place: URIRef
    planKind: URIRef
    planKinds: URIRef
    policyDirection: URIRef
    prefecturalSubsidy: URIRef
    printedPage: URIRef
    progressRating: URIRef
    progressRatings: URIRef
    progressStates: URIRef
    projectStatus: URIRef
    projectStatuses: URIRef
    rating: URIRef
    ratingOrder: URIRef
    readAfter: URIRef
    readBefore: URIRef
    readingConfidence: URIRef
    readingConfidences: URIRef
    readingStates: URIRef
    readingStatus: URIRef
    relatedDepartment: URIRef
    relatedPlan: URIRef
    resolution: URIRef
    reviewRating: URIRef
    reviewRatings: URIRef
    reviewerRole: URIRef
    sampleCheck: URIRef
    sampledClass: URIRef
    sampledProperty: URIRef
    sampledRule: URIRef
    sdg: URIRef
    sdgCommitment: URIRef
    searchKey: URIRef
    sha256: URIRef
    sharedStatements: URIRef
    sheetName: URIRef
    softwareVersion: URIRef
    specificRevenue: URIRef
    splitFrom: URIRef
    stakeholder: URIRef
    stakeholderRole: URIRef
    startFiscalYear: URIRef
    strategyCode: URIRef
    strategyGoal: URIRef
    tableNumber: URIRef
    targetState: URIRef
    textOrigin: URIRef
    textOrigins: URIRef
    totalAmount: URIRef
    unitLabel: URIRef
    unreadableProperty: URIRef
    upperBound: URIRef
    usesCode: URIRef
    value: URIRef
    withheld: URIRef
    wrongFacts: URIRef


class SDGO(DefinedNamespace):
    """The classes of the UN's SDG ontology that keikaku names."""

    _NS = Namespace("http://metadata.un.org/sdg/ontology#")
    _fail = True

    Goal: URIRef
    Indicator: URIRef
    Target: URIRef


SDG = Namespace("http://metadata.un.org/sdg/")
"""The UN's goals (``SDG["11"]``), targets (``SDG["11.3"]``) and indicators (``SDG["C110301"]``)."""
