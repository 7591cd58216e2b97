using Engagement.Time;

namespace Engagement.Definitions.Reading;

/// <summary>How large a definition may be. Whoever needs more needs two definitions.</summary>
public static class Limits
{
    public const int StepsMax = 100;
    public const int CasesMax = 20;
    public const int EventTypesMax = 30;
    public const int EarnRulesMax = 20;
    public const int LocalesMax = 50;
    public const int ConditionDepthMax = 8;
    public const int ConditionPartsMax = 50;
    public const int IdMax = 64;
    public const int NameMax = 200;
    public const int WordingMax = 500;
    public const int UrlMax = 2_000;
    public const int TemplatePartMax = 100_000;

    /// <summary>The longest a wait, a timeout or a window after delivery may be.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromDays(365.25 * Period.YearsMax);

    /// <summary>A round of a loop takes at least this long, or comes from an event.</summary>
    public static readonly TimeSpan LoopRoundMin = TimeSpan.FromMinutes(1);
}
