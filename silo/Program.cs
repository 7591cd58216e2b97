namespace Engagement.Silo;

static class Program
{
    static void Main()
    {
    }
}
