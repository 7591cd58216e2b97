namespace Engagement.Tests.Support;

/// <summary>How many cases the tests of chance try: all of them here, fewer where ./engage mutate runs them.</summary>
static class Cases
{
    public const int Divisor = 1;
}
